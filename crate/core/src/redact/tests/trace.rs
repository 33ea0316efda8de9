//! Stack traces of PHP.

use crate::redact::*;

#[test]
fn what_was_handed_over_in_a_call_is_cut_out_of_a_stack_trace() {
    let cases = [
        (
            "#0 /srv/db.php(12): PDO->__construct('mysql:host=local...', 'ann', 'hunter')\n#1 {main}",
            "#0 /srv/db.php(12): PDO->__construct('[redacted]')\n#1 {main}",
        ),
        (
            "#3 /srv/a.php(7): login(Object(App\\News), 'it's')",
            "#3 /srv/a.php(7): login(Object(App\\News), '[redacted]')",
        ),
        (
            "#0 /srv/db.php(12): PDO-&gt;__construct(&#039;mysql:host=local...&#039;, &#039;ann&#039;)<br />it's, isn't it",
            "#0 /srv/db.php(12): PDO-&gt;__construct(&#039;[redacted]&#039;)<br />it's, isn't it",
        ),
        (
            r##"{"trace":"#0 db.php(12): f('hunter')\n#1 a.php(2): g('x')\n#2 {main}","b":"it's, isn't it"}"##,
            r##"{"trace":"#0 db.php(12): f('[redacted]')\n#1 a.php(2): g('[redacted]')\n#2 {main}","b":"it's, isn't it"}"##,
        ),
    ];
    for (given, wanted) in cases {
        assert_eq!(text(given), wanted);
        assert_eq!(text(wanted), wanted, "cleaned twice");
    }
    for given in [
        "#0 /srv/index.php(17): require_once('/srv/wp-blog-header...')\n#1 {main}",
        "at f (app.js:12): it's 'quoted', too",
        "called f.php(1): ",
    ] {
        assert_eq!(text(given), given);
    }
}
