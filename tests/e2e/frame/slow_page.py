import time

import streamlit as st

time.sleep(1.2)
st.title("A page that took its time", anchor=False)
st.text_input("A name", key="name")
