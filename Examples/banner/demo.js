const banner = document.querySelector("incident-banner");
const output = document.getElementById("state");
const tell = () => {
  output.value = banner.getAttribute("state");
};
new MutationObserver(tell).observe(banner, { attributeFilter: ["state"] });
tell();
document.getElementById("forget").addEventListener("click", () => {
  localStorage.removeItem("incident-banner");
  location.reload();
});
