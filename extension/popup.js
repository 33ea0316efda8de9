// The popup is drawn by Rust; this only starts it.
import init, { popup } from "./pkg/core.js";

const text = () => ({ ariaBusy: "false", textContent: chrome.i18n.getMessage("cannot_start") });
await init().then(() => popup(), () => Object.assign(document.querySelector("main"), text()));
