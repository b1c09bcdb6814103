//! Prints how well this build finds what was planted: `cargo bench --bench accuracy`. With `--misses`
//! also what it misses and what it finds wrongly; with `--figures` the scores as they are committed.

#[path = "mod.rs"]
mod accuracy;

use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    let asks = |flag: &str| std::env::args().any(|argument| argument == flag);
    let mut lines = Vec::new();
    let scores = accuracy::scores(&mut |line| lines.push(line));
    let mut out = io::stdout().lock();
    for line in lines.iter().filter(|_| asks("--misses")) {
        writeln!(out, "{line}")?;
    }
    // Rounded down, so that the build that wrote the figures passes them.
    let down = |share: f64| (share * 1000.0).floor() / 1000.0;
    for (name, score) in scores {
        let (recall, precision) = (down(score.recall()), down(score.precision()));
        if asks("--figures") {
            writeln!(out, "{name} = {{ recall = {recall:.3}, precision = {precision:.3} }}")?;
        } else {
            let planted = score.planted;
            writeln!(
                out,
                "{name:28} {planted:5} planted  recall {recall:.3}  precision {precision:.3}"
            )?;
        }
    }
    Ok(())
}
