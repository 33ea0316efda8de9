// A page in a tab of its own is drawn by Rust; this only starts the one named in the address.
import init, { options, welcome } from "./pkg/core.js";

const draw = () => (location.search === "?welcome" ? welcome : options)();
const sorry = () => Object.assign(document.querySelector("main"), { textContent: chrome.i18n.getMessage("cannot_start") });
await init().then(draw, sorry);
