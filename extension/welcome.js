// The page is drawn by Rust; this only starts it.
import init, { welcome } from "./pkg/core.js";

await init();
await welcome();
