//! Prints how well this build finds what was planted: `cargo bench --bench accuracy`. With `--misses`
//! also what it misses and what it finds wrongly; with `--figures` the scores as they are committed.

#[path = "mod.rs"]
mod accuracy;

fn main() {
    let asks = |flag: &str| std::env::args().any(|argument| argument == flag);
    let (misses, figures) = (asks("--misses"), asks("--figures"));
    let scores = accuracy::scores(&mut |line| {
        if misses {
            println!("{line}");
        }
    });
    for (name, score) in scores {
        let (recall, precision) = (score.recall(), score.precision());
        if figures {
            // Rounded down, so that the build that wrote them passes.
            let down = |share: f64| (share * 1000.0).floor() / 1000.0;
            println!(
                "{name} = {{ recall = {:.3}, precision = {:.3} }}",
                down(recall),
                down(precision)
            );
        } else {
            println!(
                "{name:28} {:5} planted  recall {recall:.3}  precision {precision:.3}",
                score.planted
            );
        }
    }
}
