// Reads the chosen file and sends it to the server as base64. A file that is too large never leaves the device.

export default function ({ parentElement, data, setTriggerValue }) {
  const input = parentElement.querySelector("input");
  const status = parentElement.querySelector("p");
  parentElement.querySelector("span").textContent = data.labels.choose;
  if (input.dataset.count !== String(data.count)) {
    input.dataset.count = data.count;
    status.textContent = "";
  }
  input.onchange = () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > data.most) {
      setTriggerValue("refused", "too-large");
    } else {
      status.textContent = data.labels.reading;
      const reader = new FileReader();
      reader.onerror = () => setTriggerValue("refused", "damaged");
      // "data:application/pdf;base64,..."; for an empty file, some browsers give only "data:"
      reader.onload = () => setTriggerValue("file", reader.result.split(",")[1] ?? "");
      reader.readAsDataURL(file);
    }
    input.value = ""; // the same file can be chosen again
  };
}
