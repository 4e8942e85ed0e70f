import streamlit as st

st.title("Is anyone in danger now?", anchor=False)
st.text(f"Kept: {st.session_state.get('kept')}")
if st.button("Back to the page"):
    st.switch_page("form_page.py")
