//! Real exports with fake credentials, where somebody has them: the folder `POSTSEAL_CORPUS`.

use std::path::Path;

use crate::files::{self, TestFile};

/// Every fixture and, where the corpus is set, every file of it.
#[expect(clippy::print_stdout, reason = "what is skipped is said")]
pub(crate) fn fixtures_and_corpus() -> Vec<TestFile> {
    let mut all = files::fixtures();
    if let Some(folder) = std::env::var_os("POSTSEAL_CORPUS") {
        all.extend(files::below(Path::new(&folder)));
    } else {
        println!("POSTSEAL_CORPUS is not set: only fixtures are read");
    }
    all
}
