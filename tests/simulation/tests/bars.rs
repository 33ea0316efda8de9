//! What auto-retry is held to, on a part of the outages with a part of the visitors, so that it takes seconds. All of
//! them are in the README, which `./build.sh test` holds against the simulation.

use is_it_me_core::retry::figures::FIGURES;
use is_it_me_simulation::bars::{self, Cell};
use is_it_me_simulation::{Policy, Scenario, run};

const VISITORS: u32 = 60_000;
const LENGTHS_S: [u32; 4] = [5, 15, 60, 110];

fn cells(load: f64) -> Vec<Cell> {
    LENGTHS_S.map(|outage_s| bars::cell(&FIGURES, &Scenario::new(outage_s, load, VISITORS))).into()
}

#[test]
fn nobody_sends_more_than_the_budget_and_an_outage_as_a_whole_sees_less_than_by_hand() {
    let long = bars::cell(&FIGURES, &Scenario::new(1_800, 0.5, VISITORS));
    assert_eq!(long.ours.again_most, bars::MOST_REQUESTS);
    assert!(long.ours.again_mean < long.by_hand.again_mean / 3.0);
    let busy = bars::cell(&FIGURES, &Scenario::new(300, 0.95, VISITORS));
    assert_eq!(busy.ours.again_most, bars::MOST_REQUESTS, "also where the site breaks down again and again");
}

#[test]
fn there_is_no_herd() {
    for cell in [cells(bars::IDLE), cells(0.5)].concat() {
        assert!(cell.ours.herd <= bars::HERD, "{} s, {}: {}", cell.outage_s, cell.load, cell.ours.herd);
    }
}

#[test]
fn a_saturated_site_is_healthy_again_no_later_than_with_people_who_reload_by_hand() {
    for outage_s in [5, 60, 300, 1_800] {
        let cell = bars::cell(&FIGURES, &Scenario::new(outage_s, 0.95, VISITORS));
        assert!(!bars::is_later(&cell), "{outage_s}: {} and {}", cell.ours.healthy_s, cell.by_hand.healthy_s);
    }
}

#[test]
fn who_waits_for_a_short_outage_waits_less_than_by_hand_and_half_as_long_for_a_hiccup() {
    for cell in cells(bars::IDLE) {
        let share = cell.ours.wait_s / cell.by_hand.wait_s;
        let bar = if cell.outage_s <= 15 { 0.5 } else { 1.0 };
        assert!(share <= bar, "{} s: {share}", cell.outage_s);
    }
}

#[test]
fn the_same_bars_catch_those_who_mash() {
    let mashing = run(&Scenario::new(110, 0.5, VISITORS), &Policy::Mashing);
    assert!(mashing.again_most > bars::MOST_REQUESTS && mashing.peak > 4.0);
    let ours = run(&Scenario::new(110, 0.5, VISITORS), &Policy::Ours(FIGURES));
    assert!(ours.peak < mashing.peak / 2.0 && ours.total < mashing.total / 2.0);
}

#[test]
fn two_runs_never_differ() {
    let scenario = Scenario::new(60, 0.75, 20_000);
    let [one, other] = [0, 1].map(|_| run(&scenario, &Policy::Ours(FIGURES)));
    assert_eq!(format!("{one:?}"), format!("{other:?}"));
}
