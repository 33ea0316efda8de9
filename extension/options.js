// The page is drawn by Rust; this only starts it.
import init, { options } from "./pkg/core.js";

await init();
await options();
