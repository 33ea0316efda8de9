//! The worker is ended at any moment: between two steps of its own, in the middle of a question, or again and again.

use std::cell::Cell;
use std::rc::Rc;

use is_it_me_core::retry::chance::chance;
use is_it_me_core::retry::life::{Ending, Event, Phase};

use crate::world::{Pages, URL, World};

const SEEDS: u64 = 400;
const TABS: i32 = 3;

/// Three tabs fail, and the site is back after a while; the worker is ended where `kills` says.
fn outage(seed: u64, seconds: f64, kills: impl FnMut(u64) -> bool + 'static) -> World {
    let mut world = World::new(seed);
    world.kills = Box::new(kills);
    for id in 1..=TABS {
        world.open(id, &format!("{URL}/{id}"));
        world.pass(1.0);
    }
    world.down_until_ms = world.now_ms + seconds * 1000.0;
    world.pass(7_200.0);
    world
}

/// How many things the worker does in an outage, so that every one of them can be its last.
fn things(seed: u64, seconds: f64) -> u64 {
    let counted = Rc::new(Cell::new(0));
    let count = Rc::clone(&counted);
    outage(seed, seconds, move |done| {
        count.set(done);
        false
    });
    counted.get()
}

/// A place at random, out of this many.
fn anywhere(seed: u64) -> (u64, u64) {
    let all = things(seed, 45.0);
    (1 + seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) % all, all)
}

fn assert_budget(world: &World, what: &str) {
    // The visitors' own three pages come on top of the budget, and so do the tabs that come back after the first.
    assert!(world.questions() <= 5, "{what}: {} questions", world.questions());
    let questions: Vec<f64> =
        world.log.iter().filter(|request| !request.is_page).map(|request| request.at_ms).collect();
    assert!(questions.windows(2).all(|pair| pair[1] - pair[0] >= 3_000.0), "{what}: {questions:?}");
    let pages = world.log.iter().filter(|request| request.is_page).count();
    assert!(pages <= 2 * TABS.unsigned_abs() as usize, "{what}: a tab came back twice: {:?}", world.log);
}

#[test]
fn wherever_the_worker_ends_once_no_tab_is_lost_and_nothing_happens_twice() {
    println!("seeds 0 to {}", SEEDS - 1);
    for seed in 0..SEEDS {
        let (place, all) = anywhere(seed);
        let what = format!("seed {seed}, killed at {place} of {all}");
        let world = outage(seed, 45.0, move |done| done == place);
        assert_eq!(world.killed, 1, "{what}");
        assert!(world.tabs.iter().all(|tab| !tab.fails), "{what}: {:?} {:?}", world.log, world.saved);
        assert_budget(&world, &what);
    }
}

#[test]
fn every_single_place_of_one_outage() {
    for seed in [1, 2, 3] {
        let all = things(seed, 45.0);
        assert!(all > 50, "{all}");
        for place in 1..=all {
            let what = format!("seed {seed}, killed at {place} of {all}");
            let world = outage(seed, 45.0, move |done| done == place);
            assert!(world.tabs.iter().all(|tab| !tab.fails), "{what}: {:?} {:?}", world.log, world.saved);
            assert_budget(&world, &what);
        }
    }
}

#[test]
fn however_often_the_worker_ends_the_budget_holds() {
    println!("seeds 0 to {}", SEEDS - 1);
    let (mut back, mut killed) = (0, 0);
    for seed in 0..SEEDS {
        let what = format!("seed {seed}, killed at one place in ten");
        let world = outage(seed, 45.0, move |done| chance(seed.wrapping_mul(31), done) < 0.1);
        assert_budget(&world, &what);
        killed += world.killed;
        back += u64::from(world.tabs.iter().all(|tab| !tab.fails));
        let over = world.known().incidents.iter().all(|incident| matches!(incident.phase, Phase::Over(_)));
        assert!(over && world.alarm_ms.is_none(), "{what}: everything has come to an end: {:?}", world.saved);
    }
    println!("ended {killed} times in {SEEDS} outages, of which {back} came back");
    assert!(killed > 5 * SEEDS);
    // Ending it in the middle of a question costs that question, and sometimes that was the last one.
    assert!(back > SEEDS * 9 / 10);
}

#[test]
fn however_often_the_worker_ends_no_tab_loads_without_end() {
    println!("seeds 0 to {}", SEEDS - 1);
    for seed in 0..SEEDS {
        let mut world = World::new(seed);
        world.pages = Pages::Save;
        world.open(1, URL);
        world.down_until_ms = world.now_ms + 45_000.0;
        world.kills = Box::new(move |done| chance(seed.wrapping_mul(31), done) < 0.1);
        world.pass(7_200.0);
        let pages = world.log.iter().filter(|request| request.is_page).count() as u64;
        assert!(
            pages <= 2 + world.killed && world.alarm_ms.is_none(),
            "seed {seed}: {:?} {:?}",
            world.log,
            world.saved
        );
    }
}

#[test]
fn a_tab_that_was_not_told_before_the_end_is_told_when_the_worker_starts_again() {
    let mut world = World::new(4);
    world.open(1, URL);
    world.down_until_ms = world.now_ms;
    while world.known().incidents[0].phase != Phase::Returning {
        // Ended as soon as it has saved that the tab is told.
        world.kills = Box::new(|_| false);
        world.pass(0.02);
        if matches!(world.known().incidents[0].phase, Phase::Asking(_)) {
            let mut things = 0;
            world.kills = Box::new(move |_| {
                things += 1;
                things == 4
            });
            world.pass(5.0);
        }
    }
    assert!(world.tab(1).fails && world.killed == 1);
    world.happens(Event::Tick);
    world.pass(5.0);
    assert!(!world.tab(1).fails, "{:?}", world.saved);
}

#[test]
fn a_stop_holds_whatever_happens_to_the_worker_after_it() {
    for seed in 0..SEEDS {
        let mut world = World::new(seed);
        world.open(1, URL);
        world.pass(chance(seed, 5) * 100.0);
        world.happens(Event::Stop { tab: 1 });
        let asked = world.questions();
        world.kills = Box::new(move |done| chance(seed, done) < 0.3);
        world.down_until_ms = 0.0;
        for _ in 0..20 {
            world.happens(Event::Tick);
            world.pass(300.0);
        }
        assert_eq!((world.questions(), world.told.len()), (asked, 0), "seed {seed}");
    }
}

#[test]
fn the_history_tells_one_story_of_one_outage() {
    for seed in 0..SEEDS {
        let (place, _) = anywhere(seed);
        let world = outage(seed, 45.0, move |done| done == place);
        let Some(last) = world.kept.last() else { continue };
        assert!(world.kept.iter().all(|outage| outage.began_ms <= last.began_ms), "seed {seed}");
        assert_eq!(last.ending, Ending::Back, "seed {seed}: {:?}", world.kept);
    }
}
