//! The time, for formats that ask for it.

use std::fmt;

/// Tells seconds since 1970. A report has no clock of its own, so that the same input gives the same
/// bytes; the default one stands still at 1970.
#[derive(Clone, Copy)]
pub struct Clock(pub fn() -> u64);

impl Default for Clock {
    fn default() -> Self {
        Self(|| 0)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

impl Clock {
    /// Seconds since 1970, UTC.
    pub(super) fn now(self) -> u64 {
        (self.0)()
    }

    /// `2026-11-27T09:55:00`, UTC.
    pub(super) fn written(self) -> String {
        let at = self.now();
        let (day, seconds) = (at / DAY, at % DAY);
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        format!("{}T{hours:02}:{minutes:02}:{:02}", date(day), seconds % 60)
    }
}

/// Seconds of a day.
const DAY: u64 = 86_400;

/// `2023-04-01`, by Howard Hinnant's `civil_from_days`: years begin in March, so that the odd day of
/// leap years comes last.
fn date(day: u64) -> String {
    let days = day + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + u64::from(month <= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        let cases = [
            (0, "1970-01-01T00:00:00"),
            (951_782_399, "2000-02-28T23:59:59"),
            (951_782_400, "2000-02-29T00:00:00"),
            (1_795_773_300, "2026-11-27T09:55:00"),
        ];
        for (at, written) in cases {
            assert_eq!(date(at / DAY), written.split_once('T').unwrap().0);
        }
        assert_eq!(Clock(|| 951_782_399).written(), cases[1].1);
        assert_eq!(Clock::default().written(), cases[0].1);
    }
}
