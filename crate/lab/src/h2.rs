//! Just enough HTTP/2 to answer every request with an error, frame by frame.
//!
//! Requests are not decoded: HPACK would make up most of the lab, for a path that nobody reads.

use std::io::Write;
use std::time::Instant;

use crate::conn::Conn;
use crate::script::HOLD_TIME;

const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// The largest frame that may be sent to a peer that never allowed more (RFC 9113, 4.2).
const FRAME_BYTES: usize = 16_384;

const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const ACK: u8 = 1;
const PROTOCOL_ERROR: [u8; 4] = [0, 0, 0, 1];

struct Frame {
    kind: u8,
    flags: u8,
    stream: [u8; 4],
    payload: Vec<u8>,
}

/// Resets every stream that the client opens, until the client leaves.
pub(crate) fn refuse_streams(conn: &mut Conn, opened: &dyn Fn()) {
    let deadline = Instant::now() + HOLD_TIME;
    let mut preface = [0; PREFACE.len()];
    if !conn.fill(&mut preface, deadline) || preface != *PREFACE || !send(conn, SETTINGS, 0, [0; 4], &[]) {
        return;
    }
    while let Some(frame) = read(conn, deadline) {
        let is_news = frame.flags & ACK == 0;
        let sent = match frame.kind {
            HEADERS => {
                opened();
                send(conn, RST_STREAM, 0, frame.stream, &PROTOCOL_ERROR)
            }
            SETTINGS if is_news => send(conn, SETTINGS, ACK, [0; 4], &[]),
            PING if is_news => send(conn, PING, ACK, [0; 4], &frame.payload),
            GOAWAY => false,
            _ => true,
        };
        if !sent {
            return;
        }
    }
}

fn read(conn: &mut Conn, deadline: Instant) -> Option<Frame> {
    let mut head = [0; 9];
    if !conn.fill(&mut head, deadline) {
        return None;
    }
    let [l0, l1, l2, kind, flags, stream @ ..] = head;
    let length = usize::try_from(u32::from_be_bytes([0, l0, l1, l2])).ok()?;
    if length > FRAME_BYTES {
        return None;
    }
    let mut payload = vec![0; length];
    conn.fill(&mut payload, deadline).then_some(Frame { kind, flags, stream, payload })
}

/// Sends one frame; every payload here is far shorter than the 24 bits that tell its length.
fn send(conn: &mut Conn, kind: u8, flags: u8, stream: [u8; 4], payload: &[u8]) -> bool {
    let [.., l0, l1, l2] = payload.len().to_be_bytes();
    let [s0, s1, s2, s3] = stream;
    let mut frame = vec![l0, l1, l2, kind, flags, s0, s1, s2, s3];
    frame.extend_from_slice(payload);
    conn.write_all(&frame).and_then(|()| conn.flush()).is_ok()
}
