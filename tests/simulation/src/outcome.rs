//! What a scenario came to.

use crate::run::Scenario;
use crate::visitor::Visitor;

/// Counts while it runs, by the second.
pub(crate) struct Tally {
    from_s: usize,
    until_s: usize,
    until_ms: u32,
    requests: Vec<u32>,
    answers: Vec<(u32, u32)>,
}

/// The figures of one scenario with one policy.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Requests for a document after the first that failed, for each visitor who met the outage.
    pub again_mean: f64,
    /// The same of the visitor who made the most.
    pub again_most: u32,
    /// Visitors who met the outage.
    pub met: u32,
    /// The share of them who got the page in the end without doing anything.
    pub back: f64,
    /// Seconds from the end of the outage until they had it, on average of those who got it.
    pub wait_s: f64,
    /// The busiest second of all against an ordinary second.
    pub peak: f64,
    /// All requests from the beginning of the outage to the end of the minute after it against those of ordinary days.
    pub total: f64,
    /// The busiest second of the minute after the outage against the mean second of that minute.
    pub herd: f64,
    /// Seconds from the end of the outage until the site turns away no more than one request in a hundred.
    pub healthy_s: u32,
    /// Requests in each second, counted from the beginning of the outage, against an ordinary second.
    pub series: Vec<f64>,
}

const MINUTE_S: usize = 60;
/// More failures than this and a site is not healthy.
const UNHEALTHY: f64 = 0.01;

impl Tally {
    pub(crate) fn new(from_ms: u32, until_ms: u32, end_ms: u32) -> Self {
        let seconds = (end_ms / 1000) as usize + 1;
        Self {
            from_s: (from_ms / 1000) as usize,
            until_s: (until_ms / 1000) as usize,
            until_ms,
            requests: vec![0; seconds],
            answers: vec![(0, 0); seconds],
        }
    }

    pub(crate) fn count(&mut self, at_ms: u32, requests: u32, is_good: bool) {
        let second = (at_ms / 1000) as usize;
        if let (Some(all), Some((good, bad))) = (self.requests.get_mut(second), self.answers.get_mut(second)) {
            *all += requests;
            *(if is_good { good } else { bad }) += 1;
        }
    }

    pub(crate) fn outcome(&self, scenario: &Scenario, visitors: &[Visitor]) -> Outcome {
        let ordinary = scenario.ordinary();
        let met: Vec<&Visitor> = visitors.iter().filter(|visitor| visitor.course.is_some()).collect();
        let waits: Vec<f64> = met.iter().filter_map(|v| v.served_ms).map(|at_ms| self.wait_s(at_ms)).collect();
        let series: Vec<f64> = self.requests.iter().skip(self.from_s).map(|n| f64::from(*n) / ordinary).collect();
        let outage_s = self.until_s - self.from_s;
        let minute: Vec<f64> = series.iter().skip(outage_s).take(MINUTE_S).copied().collect();
        let until_minute: Vec<f64> = series.iter().take(outage_s + MINUTE_S).copied().collect();
        Outcome {
            again_mean: mean(&met.iter().map(|v| f64::from(v.again)).collect::<Vec<_>>()),
            again_most: met.iter().map(|v| v.again).max().unwrap_or_default(),
            met: u32::try_from(met.len()).unwrap_or(u32::MAX),
            back: share(waits.len(), met.len()),
            wait_s: mean(&waits),
            peak: most(&series),
            total: mean(&until_minute),
            herd: most(&minute) / mean(&minute),
            healthy_s: self.healthy_s(),
            series,
        }
    }

    fn wait_s(&self, served_ms: u32) -> f64 {
        f64::from(served_ms.saturating_sub(self.until_ms)) / 1000.0
    }

    /// The end of the last second that was not healthy.
    fn healthy_s(&self) -> u32 {
        let is_unhealthy = |&(good, bad): &(u32, u32)| f64::from(bad) > UNHEALTHY * f64::from(good + bad);
        let last = self.answers.iter().skip(self.until_s).rposition(is_unhealthy);
        last.map_or(0, |at| u32::try_from(at + 1).unwrap_or(u32::MAX))
    }
}

fn most(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

#[allow(clippy::cast_precision_loss, reason = "a count of visitors or seconds")]
fn mean(values: &[f64]) -> f64 {
    if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 }
}

#[allow(clippy::cast_precision_loss, reason = "a count of visitors")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
