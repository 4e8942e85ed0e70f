import time

import streamlit as st


def forward() -> None:
    st.session_state["step"] = step + 1


step = st.session_state.get("step", 0)
time.sleep(1.2)
st.html(f"<h1>A page that took its time, part {step}</h1>")
st.text_input("A name", key="name")
st.button("Next part", on_click=forward)
