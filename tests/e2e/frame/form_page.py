import time

import streamlit as st

from intake.ui.common.callbacks import retry_until_done


@retry_until_done
def keep() -> None:
    time.sleep(0.1)  # the next press arrives in the meantime
    st.session_state["kept"] = st.session_state["typed"]


st.title("A page to fill in", anchor=False)
st.radio("Choose one", ["Yes", "No", "I don't know", "I'd rather not say"], index=None, key="choice")
st.checkbox("One of several", key="tick")
st.text_area("In your own words", value=st.session_state.get("kept", ""), key="typed", on_change=keep)
st.text_input("A name", key="name")
st.number_input("How many", value=None, key="count")
st.selectbox("Where", ["Here", "There"], index=None, key="where", placeholder="Choose")
st.html(
    '<div class="ns-card ns-band-now"><h2>Get help</h2><p><a class="ns-button" href="tel:911">Call 911</a></p></div>'
)
if st.button("Spanish"):
    st.session_state["language"] = "es"
    st.rerun()
if st.button("Arabic"):
    st.session_state["language"] = "ar"
    st.rerun()
if st.button("Go back", type="primary"):
    st.switch_page("long_page.py")
