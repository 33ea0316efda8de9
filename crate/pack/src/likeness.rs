//! An order in which similar things are near each other. Deflate only points back to what it has met shortly before, so
//! things in this order pack smaller.

use std::collections::{BTreeSet, HashMap, VecDeque};

/// The length in bytes of the pieces by which bodies are compared. If it were smaller, all bodies would be alike, and
/// if it were larger, none; with this length the package is smallest.
const PIECE: usize = 6;

/// The numbers of the bodies, each followed by the one of which the greatest share is in the window by then. The window
/// holds the last bodies in this order, up to this many bytes.
pub(crate) fn order(bodies: &[&[u8]], bytes: usize) -> Vec<usize> {
    let mut window = Window::before(bodies, bytes);
    let mut left: Vec<_> = (0..bodies.len()).collect();
    let mut order = Vec::new();
    while let Some(place) = window.most_alike(&left) {
        let next = left.remove(place);
        window.enter(next);
        order.push(next);
    }
    order
}

/// What is looked back at.
struct Window<'a> {
    bytes: usize,
    bodies: Vec<Body<'a>>,
    pieces: HashMap<&'a [u8], Piece>,
    inside: VecDeque<usize>,
    /// Bytes of the bodies inside.
    size: usize,
}

struct Body<'a> {
    length: usize,
    pieces: BTreeSet<&'a [u8]>,
    /// How many of its pieces are in the window.
    met: usize,
}

#[derive(Default)]
struct Piece {
    /// The bodies that hold it.
    holders: Vec<usize>,
    /// How many of them are in the window.
    inside: usize,
}

impl<'a> Window<'a> {
    /// The window before any of these bodies.
    fn before(bodies: &[&'a [u8]], bytes: usize) -> Self {
        let body = |body: &&'a [u8]| Body { length: body.len(), pieces: body.windows(PIECE).collect(), met: 0 };
        let bodies: Vec<_> = bodies.iter().map(body).collect();
        let mut pieces: HashMap<_, Piece> = HashMap::new();
        for (number, body) in bodies.iter().enumerate() {
            for piece in &body.pieces {
                pieces.entry(*piece).or_default().holders.push(number);
            }
        }
        Self { bytes, bodies, pieces, inside: VecDeque::new(), size: 0 }
    }

    /// The place of the body that comes next; of equals the first.
    fn most_alike(&self, left: &[usize]) -> Option<usize> {
        let share = |number: &usize| self.bodies.get(*number).map_or(0.0, Body::share);
        let shares = left.iter().map(share).enumerate();
        shares.reduce(|best, other| if other.1 > best.1 { other } else { best }).map(|(place, _)| place)
    }

    fn enter(&mut self, number: usize) {
        self.inside.push_back(number);
        self.count(number, true);
        while self.size > self.bytes
            && let Some(oldest) = self.inside.pop_front()
        {
            self.count(oldest, false);
        }
    }

    /// Counts a body in or out.
    fn count(&mut self, number: usize, comes: bool) {
        let Some(body) = self.bodies.get(number) else { return };
        self.size = if comes { self.size + body.length } else { self.size - body.length };
        for piece in body.pieces.clone() {
            let Some(piece) = self.pieces.get_mut(piece) else { continue };
            piece.inside = if comes { piece.inside + 1 } else { piece.inside - 1 };
            // Only the first that comes and the last that goes change what is there.
            if piece.inside == usize::from(comes) {
                for holder in &piece.holders {
                    if let Some(holder) = self.bodies.get_mut(*holder) {
                        holder.met = if comes { holder.met + 1 } else { holder.met - 1 };
                    }
                }
            }
        }
    }
}

impl Body<'_> {
    /// How much of it is in the window, from 0 to 1.
    #[allow(clippy::cast_precision_loss, reason = "no body has so many pieces")]
    fn share(&self) -> f64 {
        if self.pieces.is_empty() { 0.0 } else { self.met as f64 / self.pieces.len() as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::order;

    const WINDOW: usize = 1000;

    /// Bytes in which hardly a piece comes twice.
    fn body(seed: u32) -> Vec<u8> {
        (1..200_u32).map(|at| (at.wrapping_mul(seed).wrapping_mul(0x9E37_79B1) >> 24) as u8).collect()
    }

    #[test]
    fn what_is_alike_stands_together() {
        let (one, other) = (body(3), body(7));
        assert_eq!(order(&[&one, &other, &one[20..], &other[30..], &one[50..180]], WINDOW), [0, 2, 4, 1, 3]);
    }

    #[test]
    fn what_is_too_far_back_counts_no_more() {
        let (one, other, third) = (body(3), body(7), body(11));
        let (little, most) = ([&one[..60], &third].concat(), |length| [&one[20..], &vec![9; length]].concat());
        assert_eq!(order(&[&one, &most(9), &other, &little], WINDOW), [0, 1, 3, 2]);
        assert_eq!(order(&[&one, &most(WINDOW), &other, &little], WINDOW), [0, 1, 2, 3]);
    }
}
