import streamlit as st

st.title("A long page", anchor=False)
for number in range(40):
    st.write(f"Paragraph {number}. Some words that make it long enough to scroll, and then some more words.")
for target in ("form", "slow", "broken"):
    if st.button(f"Go to {target}"):
        st.switch_page(f"{target}_page.py")
