import streamlit as st

drunk_again = st.session_state.get("kept", "nothing typed")
raise ValueError(f"cannot use {drunk_again!r}")
