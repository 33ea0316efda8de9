// The popup is drawn by Rust; this only starts it.
import init, { popup } from "./pkg/core.js";

await init();
await popup();
