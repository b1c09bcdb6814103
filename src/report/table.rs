//! The table of services and hosts at the end of the text report.

use super::services::ServiceRow;

/// Rows that are written out.
const MOST_ROWS: usize = 15;

/// Longest host that is written out in full.
const WIDEST: usize = 60;

/// The rows as a table, those with the most credentials first; empty without rows.
pub(super) fn table<'s>(rows: impl Iterator<Item = ServiceRow<'s>>) -> Vec<String> {
    let mut rows: Vec<ServiceRow<'_>> = rows.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    // Of rows with as many, a known service comes first.
    let most = |row: &ServiceRow<'_>| (row.credentials, row.files, row.service.is_some());
    rows.sort_by_key(|row| std::cmp::Reverse(most(row)));
    let cells = |row: &ServiceRow<'_>| {
        let host: String = row.host.unwrap_or("-").chars().take(WIDEST).collect();
        let counts = [row.credentials, row.files, row.workspaces].map(|count| count.to_string());
        let [credentials, files, workspaces] = counts;
        [row.service.unwrap_or("-").to_owned(), host, credentials, files, workspaces]
    };
    let names = ["service", "host", "credentials", "files", "workspaces"].map(str::to_owned);
    let shown = rows.iter().take(MOST_ROWS).map(cells);
    let lines: Vec<[String; 5]> = std::iter::once(names).chain(shown).collect();
    let wide = |column: usize| {
        let widths = lines.iter().filter_map(|line| Some(line.get(column)?.chars().count()));
        widths.max().unwrap_or(0)
    };
    let [service, host, credentials, files, workspaces] = [0, 1, 2, 3, 4].map(wide);
    let mut table: Vec<String> = lines
        .iter()
        .map(|[a, b, c, d, e]| {
            format!("{a:service$}  {b:host$}  {c:>credentials$}  {d:>files$}  {e:>workspaces$}")
        })
        .collect();
    if rows.len() > MOST_ROWS {
        table.push(format!("and {} more", rows.len() - MOST_ROWS));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_below_their_names() {
        let row = |service, host, credentials| ServiceRow {
            service,
            host,
            credentials,
            files: 1,
            workspaces: 1,
        };
        let rows = [row(None, Some("api.shop.example"), 2), row(Some("Datadog"), None, 12)];
        assert_eq!(
            table(rows.into_iter()),
            [
                "service  host              credentials  files  workspaces",
                "Datadog  -                          12      1           1",
                "-        api.shop.example            2      1           1",
            ]
        );
        assert!(table(std::iter::empty()).is_empty());
    }
}
