<?php
// What the app does is in the path: see modes.mjs.
switch ($_SERVER['DOCUMENT_URI']) {
    case '/raise': throw new RuntimeException('the shelf is empty');
    case '/die': posix_kill(getmypid(), 9);
    case '/hang': sleep(60);
    default: echo "ok\n";
}
