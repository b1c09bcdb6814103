//! Points in time, in seconds since 1970, UTC.

/// Seconds of a day.
const DAY: u64 = 86_400;

/// `2023-04-01T12:00:00Z`.
pub(super) fn written(at: u64) -> String {
    let seconds = at % DAY;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    format!("{}T{hours:02}:{minutes:02}:{:02}Z", day(at), seconds % 60)
}

/// What is said of a value that stopped working at `at`; nothing before, and where no clock tells.
pub(super) fn lapsed(at: u64, now: Option<u64>) -> Option<String> {
    now.filter(|&now| at <= now).map(|_| format!("expired on {}", day(at)))
}

/// `2023-04-01`. By Howard Hinnant's `civil_from_days`: years begin in March, so that the odd day of
/// leap years comes last.
fn day(at: u64) -> String {
    let days = at / DAY + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let (day, month) =
        (of_year - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_dates() {
        let cases = [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_680_350_400, "2023-04-01T12:00:00Z"),
            (1_735_689_599, "2024-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ];
        for (at, text) in cases {
            assert_eq!(written(at), text);
        }
    }

    #[test]
    fn only_what_is_over_has_lapsed() {
        assert_eq!(lapsed(DAY, Some(DAY)).as_deref(), Some("expired on 1970-01-02"));
        assert_eq!(lapsed(DAY, Some(DAY - 1)), None);
        assert_eq!(lapsed(DAY, None), None);
    }
}
