//! The operators that always answer alike.

use super::*;

const DATE: &str = "Sat, 21 Nov 2026 13:03:22 GMT";

/// What the operator with this address says when all is well.
fn right(url: &str, date: &str) -> Came {
    let date = [("date", date)];
    match host_of(url) {
        "www.gstatic.com" => answer(204, &date, ""),
        "detectportal.firefox.com" => answer(200, &date, "success\n"),
        "captive.apple.com" => {
            answer(200, &date, "<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>")
        }
        other => panic!("{other} is asked"),
    }
}

/// The outcome if some operators are answered otherwise, in the order in which they are asked.
fn control(odd: &[Option<Came>]) -> Outcome {
    let case = net_error(CART, "net::ERR_CONNECTION_TIMED_OUT");
    run(&case, Check::Control, |at, request| odd[at].clone().unwrap_or_else(|| right(&request.url, DATE))).0
}

#[test]
fn the_operators_answer_all_some_or_none() {
    let silent = || Some(failed(""));
    let late = || Some(Err(Lost::TimedOut));
    let portal = || Some(answer(200, &[], "<title>Welcome to our Wi-Fi</title>"));
    let redirect = || Some(answer(0, &[], ""));
    let broken = || Some(answer(503, &[], ""));
    let barred = || Some(Err(Lost::NotAllowed));
    for (odd, wanted) in [
        ([None, None, None], says(Answer::ControlAll)),
        ([silent(), None, None], says(Answer::ControlSome)),
        ([late(), silent(), None], says(Answer::ControlSome)),
        ([silent(), late(), silent()], says(Answer::ControlNone)),
        ([silent(), silent(), broken()], says(Answer::ControlNone)),
        ([portal(), portal(), portal()], says(Answer::ControlCaptive)),
        ([redirect(), redirect(), silent()], says(Answer::ControlCaptive)),
        ([portal(), silent(), silent()], says(Answer::ControlCaptive)),
        // A portal that makes the devices of one operator believe that all is well.
        ([portal(), portal(), None], says(Answer::ControlCaptive)),
        ([portal(), None, None], says(Answer::ControlSome)),
        ([Some(answer(302, &[("location", "http://10.0.0.1/")], "")), redirect(), None], says(Answer::ControlCaptive)),
        ([Some(answer(511, &[], "")), portal(), None], says(Answer::ControlCaptive)),
        ([Some(answer(200, &[], "")), None, None], says(Answer::ControlAll)),
        ([Some(answer(200, &[], "\n")), None, None], says(Answer::ControlAll)),
        // Trouble at one operator alone is no verdict on this network.
        ([broken(), None, None], says(Answer::ControlAll)),
        // Trouble at all of them at once is.
        ([broken(), broken(), broken()], says(Answer::ControlNone)),
        ([silent(), broken(), broken()], says(Answer::ControlNone)),
        ([broken(), barred(), barred()], not(Why::NoAccess)),
        ([barred(), barred(), barred()], not(Why::NoAccess)),
    ] {
        assert_eq!(control(&odd), wanted, "{odd:?}");
    }
}

#[test]
fn answers_of_another_day_show_a_wrong_clock() {
    let dated = |dates: [&str; 3]| {
        let case = net_error(CART, "net::ERR_CERT_DATE_INVALID");
        run(&case, Check::Control, |at, request| right(&request.url, dates[at])).0
    };
    let (past, future) = ("Wed, 18 Nov 2026 13:03:22 GMT", "Tue, 24 Nov 2026 13:03:22 GMT");
    assert_eq!(dated([past, past, past]), says(Answer::ControlClock));
    assert_eq!(dated([future, future, "nonsense"]), says(Answer::ControlClock));
    assert_eq!(dated([future, past, DATE]), says(Answer::ControlAll));
    assert_eq!(dated([past, DATE, DATE]), says(Answer::ControlAll));
    assert_eq!(dated(["Sun, 22 Nov 2026 13:00:00 GMT"; 3]), says(Answer::ControlAll));
}

#[test]
fn they_are_asked_in_the_clear_and_told_nothing() {
    let case = net_error(CART, "net::ERR_CONNECTION_TIMED_OUT");
    let Step::Send(requests) = step(&case, Check::Control, &[]) else { panic!("nothing is asked") };
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert!(
            request.url.starts_with("http://") && !request.follows && !request.cookies && request.headers.is_empty()
        );
        assert!(!request.url.contains("shop"));
    }
}
