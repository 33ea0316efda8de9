//! What becomes of tabs that wait, when nothing goes wrong with the worker.

use is_it_me_core::retry::figures::FIGURES;
use is_it_me_core::retry::life::{Answer, End, Ending, Event, Phase};
use is_it_me_core::retry::{GiveUp, Pace, Symptom};

use crate::world::{Pages, URL, Windows, World};

/// A world in which one tab has just failed.
fn failing(seed: u64) -> World {
    let mut world = World::new(seed);
    world.open(1, URL);
    assert_eq!(world.known().incidents.len(), 1);
    world
}

fn back_in(world: &mut World, seconds: f64) {
    world.down_until_ms = world.now_ms + seconds * 1000.0;
}

#[test]
fn a_tab_comes_back_by_itself_once_the_site_is_back() {
    for seed in 0..50 {
        let mut world = failing(seed);
        back_in(&mut world, 60.0);
        world.pass(300.0);
        assert!(!world.tab(1).fails, "seed {seed}");
        assert_eq!(world.told, [1]);
        assert!(world.questions() <= 4 && world.log.len() == world.questions() + 2, "{:?}", world.log);
        let [outage] = &world.kept[..] else { panic!("{:?}", world.kept) };
        assert_eq!((outage.host.as_str(), outage.status, outage.ending), ("shop.example", 502, Ending::Back));
        assert!(world.known().incidents.is_empty() && world.alarm_ms.is_none());
    }
}

#[test]
fn a_site_that_stays_away_is_asked_five_times_and_then_left_alone() {
    for seed in 0..50 {
        let mut world = failing(seed);
        world.pass(7_200.0);
        assert_eq!((world.questions(), world.log.len()), (5, 6), "seed {seed}");
        assert_eq!(world.known().incidents[0].phase, Phase::Over(End::GaveUp(GiveUp::Questions)));
        assert_eq!(world.alarm_ms, None);
    }
}

#[test]
fn the_questions_come_at_moments_drawn_from_their_intervals() {
    let mut firsts = Vec::new();
    for seed in 0..200 {
        let mut world = failing(seed);
        world.pass(3_600.0);
        let times: Vec<f64> = world.log.iter().map(|request| request.at_ms).collect();
        for (pair, wait) in times.windows(2).zip(FIGURES.waits) {
            let gap_ms = pair[1] - pair[0];
            // Every answer takes up to 3 s, and the next wait begins with it.
            assert!(gap_ms >= wait.from_ms && gap_ms <= wait.to_ms + 3_100.0, "{gap_ms} in {wait:?}");
        }
        firsts.push(times[1] - times[0]);
    }
    firsts.sort_by(f64::total_cmp);
    assert!(firsts[20] < 14_000.0 && firsts[180] > 42_000.0, "the whole interval is used");
}

#[test]
fn only_the_answer_to_the_last_question_counts() {
    let mut world = failing(5);
    world.happens(Event::Now { tab: 1 });
    let late = Event::Answered { origin: "https://shop.example".into(), asked_ms: 5.0, answer: Answer::Good };
    world.happens(late);
    assert!(matches!(world.known().incidents[0].phase, Phase::Asking(_)));
}

#[test]
fn twenty_tabs_have_one_prober_and_come_back_one_after_the_other() {
    let mut world = World::new(7);
    for id in 1..=20 {
        world.open(id, &format!("https://shop.example/{id}"));
    }
    back_in(&mut world, 30.0);
    world.pass(300.0);
    assert!(world.questions() <= 3, "{}", world.questions());
    assert!(world.tabs.iter().all(|tab| !tab.fails));
    let pages: Vec<f64> =
        world.log[20..].iter().filter(|request| request.is_page).map(|request| request.at_ms).collect();
    assert_eq!(pages.len(), 20);
    assert!(pages.windows(2).all(|pair| pair[1] - pair[0] >= 1_000.0), "{pages:?}");
    let first = world.log[20..].iter().find(|request| request.is_page).unwrap();
    assert_eq!(first.url, "https://shop.example/1", "the tab somebody looks at is the first");
}

#[test]
fn one_broken_page_does_not_keep_the_others_waiting() {
    let mut world = World::new(3);
    world.open(1, "https://shop.example/broken");
    world.open(2, "https://shop.example/fine");
    back_in(&mut world, 1.0);
    world.pass(100.0);
    assert_eq!(world.told.len(), 2, "both are back, as far as this world goes");
    // Now the first fails on its own, again and again.
    world.down_until_ms = f64::INFINITY;
    let runs = |world: &World| world.known().incidents.iter().map(|incident| incident.runs.len()).sum::<usize>();
    world.load(1);
    world.pass(10.0);
    assert_eq!(runs(&world), 1);
}

#[test]
fn what_one_tab_is_told_holds_for_the_others_and_each_visitor_comes_at_another_moment() {
    let mut late = Vec::new();
    for seed in 0..50 {
        let mut world = failing(seed);
        let told_ms = world.now_ms + 600_000.0;
        world.says.told_ms = Some(told_ms);
        world.open(2, URL);
        world.pass(700.0);
        let asked = world.log.iter().find(|request| !request.is_page).unwrap().at_ms;
        assert!(FIGURES.told.from_ms <= asked - told_ms && asked - told_ms <= FIGURES.told.to_ms, "seed {seed}");
        late.push(asked - told_ms);
    }
    late.sort_by(f64::total_cmp);
    assert!(late[10] < 16_000.0 && late[40] > 32_000.0, "the whole interval is used");
}

#[test]
fn what_another_tab_is_told_while_the_tabs_come_back_holds_for_those_that_are_left() {
    let mut world = World::new(7);
    for id in 1..=20 {
        world.open(id, &format!("https://shop.example/{id}"));
    }
    back_in(&mut world, 30.0);
    while world.told.is_empty() {
        world.pass(1.0);
    }
    let told_ms = world.now_ms + 300_000.0;
    (world.down_until_ms, world.says.told_ms) = (told_ms, Some(told_ms));
    world.open(21, "https://shop.example/21");
    let before = world.log.len();
    world.pass(900.0);
    let early: Vec<_> = world.log[before..].iter().filter(|request| request.at_ms < told_ms).collect();
    assert!(early.is_empty(), "{early:?}");
    assert!(world.tabs.iter().all(|tab| !tab.fails));
}

#[test]
fn a_site_that_asks_one_tab_to_come_back_tomorrow_is_asked_by_none() {
    let mut world = failing(5);
    world.says.told_ms = Some(world.now_ms + 86_400_000.0);
    world.open(2, URL);
    world.pass(7_200.0);
    assert_eq!(world.known().incidents[0].phase, Phase::Over(End::GaveUp(GiveUp::ToldLater)));
    assert_eq!(world.questions(), 0);
}

#[test]
fn a_page_that_fails_after_a_good_answer_goes_on_with_what_is_left_of_the_budget() {
    for seed in 0..50 {
        let mut world = failing(seed);
        world.pages = Pages::Fail;
        back_in(&mut world, 0.0);
        world.pass(7_200.0);
        let pages = world.log.iter().filter(|request| request.is_page).count() - 1;
        assert_eq!((world.questions(), pages), (3, 3), "seed {seed}: six requests in all");
        assert!(matches!(world.known().incidents[0].phase, Phase::Over(End::GaveUp(_))));
    }
}

#[test]
fn a_tab_whose_page_has_become_a_file_loads_it_once() {
    for seed in 0..50 {
        let mut world = failing(seed);
        world.pages = Pages::Save;
        back_in(&mut world, 30.0);
        world.pass(86_400.0);
        let pages = world.log.iter().filter(|request| request.is_page).count() - 1;
        assert_eq!((pages, world.dropped.as_slice()), (1, [1].as_slice()), "seed {seed}: {:?}", world.log);
        assert!(world.known().incidents.is_empty() && world.alarm_ms.is_none(), "{:?}", world.saved);
        assert_eq!(world.kept.last().map(|outage| outage.ending), Some(Ending::Back));
    }
}

#[test]
fn a_page_that_somebody_uses_is_left_alone_and_they_are_told() {
    let mut world = failing(5);
    world.tab(1).is_touched = true;
    back_in(&mut world, 1.0);
    world.pass(200.0);
    assert!(world.tab(1).fails && world.told == [1] && world.log.iter().filter(|request| request.is_page).count() == 1);
    assert!(world.known().incidents.is_empty() && world.alarm_ms.is_none());
}

#[test]
fn a_tab_that_goes_elsewhere_or_is_closed_ends_its_run() {
    let mut world = failing(5);
    world.tab(1).url = "https://other.example/".into();
    world.pass(3_600.0);
    assert_eq!((world.questions(), world.left.as_slice()), (0, [1].as_slice()));
    let mut world = failing(6);
    world.tabs.clear();
    world.pass(3_600.0);
    assert_eq!((world.questions(), world.left.as_slice()), (0, [].as_slice()), "what is gone has no badge");
    assert_eq!(world.kept[0].ending, Ending::Left);
}

#[test]
fn an_outage_whose_access_is_taken_back_was_stopped_and_not_left() {
    let mut world = failing(5);
    world.happens(Event::Withdrawn { tab: 1 });
    assert_eq!(world.kept.iter().map(|outage| outage.ending).collect::<Vec<_>>(), [Ending::Stopped]);
}

#[test]
fn so_were_two_whose_access_is_taken_back_together() {
    let mut world = failing(5);
    world.open(2, "https://other.example/");
    world.is_hidden = true;
    world.happens(Event::Withdrawn { tab: 1 });
    world.happens(Event::Withdrawn { tab: 2 });
    assert_eq!(world.kept.iter().map(|outage| outage.ending).collect::<Vec<_>>(), [Ending::Stopped; 2]);
}

#[test]
fn a_tab_whose_access_is_taken_back_is_let_go_and_the_others_come_back() {
    for seed in 0..50 {
        let mut world = failing(seed);
        world.open(2, "https://shop.example/2");
        back_in(&mut world, 20.0);
        world.pass(f64::from(u32::try_from(seed).unwrap()));
        let loads = |world: &World| world.log.iter().filter(|it| it.is_page && it.url == URL).count();
        let before = loads(&world);
        world.happens(Event::Withdrawn { tab: 1 });
        assert!(world.known().of_tab(1).is_none(), "seed {seed}");
        world.pass(300.0);
        assert!(loads(&world) == before && !world.tab(2).fails, "seed {seed}: {:?}", world.log);
        assert!(world.known().incidents.is_empty() && world.alarm_ms.is_none(), "seed {seed}");
    }
}

#[test]
fn a_tab_that_somebody_leaves_as_another_fails_there_keeps_what_is_said_of_that() {
    let mut world = failing(5);
    world.tab(1).url = "https://other.example/".into();
    let symptom = Some(world.says);
    let url = "https://other.example/".to_owned();
    world.happens(Event::Failed { tab: 1, url, at_ms: 2e6, has_other_cookies: false, symptom });
    assert!(world.known().of_tab(1).is_some() && world.left.is_empty());
    let url = "https://other.example/".to_owned();
    world.happens(Event::Failed { tab: 1, url, at_ms: 3e6, has_other_cookies: false, symptom: None });
    assert_eq!(world.left, [1]);
}

#[test]
fn a_clock_that_is_set_back_puts_nothing_off_and_hides_no_failure() {
    let mut world = failing(5);
    world.pass(7_200.0);
    assert_eq!(world.known().incidents[0].phase, Phase::Over(End::GaveUp(GiveUp::Questions)));
    world.now_ms -= 9e9;
    world.happens(Event::Tick);
    world.pass(FIGURES.rest_ms / 1000.0);
    // The next failure is lost on its way to the worker, and found by the next one.
    world.load(1);
    world.kills = Box::new(|_| true);
    world.pass(3.0);
    world.kills = Box::new(|_| false);
    world.happens(Event::Tick);
    assert!(matches!(world.known().incidents[0].phase, Phase::Waiting(_)), "{:?}", world.saved);
}

#[test]
fn a_clock_that_is_set_back_while_tabs_come_back_keeps_none_waiting() {
    let mut world = failing(5);
    for id in 2..=5 {
        world.open(id, &format!("{URL}/{id}"));
    }
    back_in(&mut world, 1.0);
    while world.told.is_empty() {
        world.pass(0.2);
    }
    world.now_ms -= 9e9;
    world.down_until_ms = f64::NEG_INFINITY;
    world.tabs.iter_mut().for_each(|tab| tab.loads_until_ms = None);
    world.happens(Event::Tick);
    world.pass(FIGURES.lifetime_ms / 1000.0 + 60.0);
    assert!(world.tabs.iter().all(|tab| !tab.fails), "{:?}", world.saved);
}

#[test]
fn a_clock_that_is_set_back_keeps_no_tab_that_has_loaded_a_file() {
    let mut world = failing(5);
    world.pages = Pages::Save;
    back_in(&mut world, 0.0);
    while world.log.iter().filter(|request| request.is_page).count() < 2 {
        world.pass(1.0);
    }
    world.pass(3.0);
    world.now_ms -= 9e9;
    world.happens(Event::Tick);
    world.pass(120.0);
    assert_eq!(world.dropped, [1], "{:?}", world.saved);
}

#[test]
fn a_fragment_is_no_other_page() {
    let mut world = failing(5);
    world.tab(1).url = format!("{URL}#top");
    world.pass(3_600.0);
    assert_eq!(world.questions(), 5);
}

#[test]
fn after_stop_nothing_is_asked_and_a_reload_by_hand_starts_nothing() {
    let mut world = failing(5);
    world.happens(Event::Stop { tab: 1 });
    assert_eq!(world.dropped, [1]);
    world.pass(60.0);
    world.load(1);
    world.pass(600.0);
    assert_eq!((world.questions(), world.alarm_ms), (0, None));
}

#[test]
fn now_asks_at_once_and_after_the_end_begins_anew() {
    let mut world = failing(5);
    world.happens(Event::Now { tab: 1 });
    assert_eq!(world.questions(), 1);
    world.pass(7_200.0);
    let before = world.questions();
    assert_eq!(before, 5);
    world.happens(Event::Now { tab: 1 });
    assert_eq!(world.questions(), before + 1);
    back_in(&mut world, 0.0);
    world.pass(700.0);
    assert!(!world.tab(1).fails);
}

#[test]
fn a_later_outage_of_the_site_neither_loses_the_one_before_nor_the_tabs_that_waited_for_it() {
    for is_alone in [true, false] {
        let mut world = failing(5);
        if !is_alone {
            world.open(2, URL);
        }
        world.pass(7_200.0);
        let began_ms = world.known().incidents[0].course.began_ms;
        world.load(1);
        world.pass(3.0);
        let kept: Vec<_> = world.kept.iter().map(|outage| (outage.began_ms, outage.ending)).collect();
        assert_eq!(kept, [(began_ms, Ending::GaveUp)]);
        let [incident] = &world.known().incidents[..] else { panic!("one outage") };
        assert!(incident.course.began_ms > began_ms && incident.course.attempts.is_empty());
        back_in(&mut world, 0.0);
        world.pass(300.0);
        assert!(world.tabs.iter().all(|tab| !tab.fails));
        assert_eq!(world.kept.last().map(|outage| outage.ending), Some(Ending::Back));
    }
}

#[test]
fn now_after_the_end_keeps_the_outage_that_ended() {
    let mut world = failing(5);
    world.pass(7_200.0);
    world.happens(Event::Now { tab: 1 });
    assert_eq!(world.kept.iter().map(|outage| outage.ending).collect::<Vec<_>>(), [Ending::GaveUp]);
}

#[test]
fn what_begins_anew_has_a_status_and_is_not_back_because_the_one_before_was() {
    let mut world = failing(5);
    world.open(2, URL);
    world.happens(Event::Now { tab: 1 });
    let Phase::Asking(asked_ms) = world.known().incidents[0].phase else { panic!("asked") };
    world.happens(Event::Answered { origin: "https://shop.example".into(), asked_ms, answer: Answer::Silence });
    world.happens(Event::Stop { tab: 1 });
    world.happens(Event::Works { tab: 2 });
    world.pass(60.0);
    world.happens(Event::Now { tab: 1 });
    world.tabs.clear();
    world.happens(Event::Tick);
    let ended: Vec<_> = world.kept.iter().map(|outage| (outage.status, outage.ending)).collect();
    assert_eq!(ended, [(502, Ending::Back), (502, Ending::Left)]);
}

#[test]
fn of_an_outage_that_only_private_windows_wait_for_any_more_nothing_is_kept() {
    let mut world = failing(5);
    world.windows = Windows::Private;
    world.open(2, URL);
    world.pass(7_200.0);
    world.tabs.retain(|tab| tab.id == 2);
    world.happens(Event::Now { tab: 2 });
    assert_eq!(world.kept.len(), 1, "what the ordinary window saw");
    world.tabs.clear();
    world.happens(Event::Tick);
    assert_eq!(world.kept.len(), 1);
}

#[test]
fn switching_it_off_leaves_nothing_behind() {
    let mut world = failing(5);
    world.is_on = false;
    world.happens(Event::Tick);
    assert!(world.known().incidents.is_empty() && world.known().books.ledgers.is_empty());
    assert_eq!((world.alarm_ms, world.dropped.as_slice()), (None, [1].as_slice()));
    let symptom = Some(world.says);
    world.happens(Event::Failed { tab: 1, url: URL.into(), at_ms: 9e9, has_other_cookies: false, symptom });
    assert!(world.known().incidents.is_empty(), "what fails while it is off starts nothing");
    world.pass(3_600.0);
    assert_eq!(world.questions(), 0);
}

#[test]
fn without_a_network_no_question_is_spent() {
    let mut world = failing(5);
    world.is_online = false;
    world.pass(600.0);
    assert_eq!(world.questions(), 0);
    world.is_online = true;
    back_in(&mut world, 0.0);
    world.pass(60.0);
    assert!(!world.tab(1).fails && world.questions() == 1);
}

#[test]
fn retry_after_is_obeyed() {
    let mut world = World::new(9);
    world.says = Symptom { status: 503, pace: Pace::Slower, told_ms: Some(world.now_ms + 240_000.0) };
    world.open(1, URL);
    world.pass(240.0);
    assert_eq!(world.questions(), 0);
    world.pass(60.0);
    assert_eq!(world.questions(), 1);
}

#[test]
fn what_is_not_eligible_starts_nothing() {
    let mut world = World::new(9);
    world.happens(Event::Failed { tab: 1, url: URL.into(), at_ms: 1.0, has_other_cookies: false, symptom: None });
    assert!(world.known().incidents.is_empty() && world.alarm_ms.is_none());
}

#[test]
fn a_site_that_comes_and_goes_is_asked_no_more_than_once_a_minute_in_the_long_run() {
    let mut world = World::new(9);
    world.open(1, URL);
    for _ in 0..600 {
        // Down whenever nobody asks, so each incident costs one question and one page.
        world.down_until_ms = 0.0;
        world.pass(30.0);
        world.down_until_ms = f64::INFINITY;
        if !world.tab(1).fails {
            world.load(1);
        }
        world.pass(30.0);
    }
    let minutes = 600.0;
    assert!(f64::from(u32::try_from(world.questions()).unwrap()) <= minutes + FIGURES.origin.tokens);
}

#[test]
fn private_windows_leave_no_record() {
    let mut world = World::new(9);
    world.open(1, URL);
    world.happens(Event::Stop { tab: 1 });
    world.tabs.clear();
    world.happens(Event::Tick);
    assert_eq!(world.kept.len(), 1);
    let symptom = Some(world.says);
    let url = "https://other.example/".to_owned();
    let mut world = World::new(10);
    world.down_until_ms = 0.0;
    world.open(1, &url);
    world.happens(Event::Failed { tab: 1, url, at_ms: 2e6, has_other_cookies: true, symptom });
    world.tabs.clear();
    world.happens(Event::Tick);
    assert_eq!(world.kept, []);
}

#[test]
fn the_system_tells_once_whoever_looks_at_something_else_and_nothing_of_a_private_window() {
    let told_aloud = |set: fn(&mut World)| {
        let mut world = World::new(5);
        set(&mut world);
        world.open(1, URL);
        world.open(2, URL);
        back_in(&mut world, 1.0);
        world.pass(200.0);
        assert_eq!(world.told.len(), 2, "the badges say so in any case");
        world.told_aloud
    };
    assert_eq!(told_aloud(|_| {}), [], "the tab in front has shown it");
    assert_eq!(told_aloud(|world| world.windows = Windows::Behind), [1], "once for all tabs of the site");
    assert_eq!(told_aloud(|world| world.windows = Windows::Private), []);
}
