//! The eigenvalues of a small symmetric matrix.

/// Sweeps after which rotations have long become those of rounding.
const SWEEPS: usize = 60;

/// The eigenvalues of a symmetric matrix in descending order, each with its eigenvector of length 1.
///
/// Cyclic rotations: C. G. J. Jacobi, J. reine angew. Math. 30, 51–94, 1846, doi:10.1515/crll.1846.30.51, in the form of
/// G. H. Golub, C. F. Van Loan, Matrix Computations, 4th ed., 2013, section 8.5. Time O(n³) a sweep, of which there are
/// about six.
pub(super) fn eigen(mut matrix: Vec<Vec<f64>>) -> Vec<(f64, Vec<f64>)> {
    let size = matrix.len();
    // Row k is the k-th eigenvector.
    let mut vectors: Vec<Vec<f64>> =
        (0..size).map(|row| (0..size).map(|column| f64::from(u8::from(row == column))).collect()).collect();
    for _ in 0..SWEEPS {
        let mut is_diagonal = true;
        for p in 0..size {
            for q in p + 1..size {
                let off = matrix[p][q];
                if off.abs() <= f64::EPSILON * 0.01 * (matrix[p][p].abs() * matrix[q][q].abs()).sqrt()
                    || off == 0.0
                {
                    continue;
                }
                is_diagonal = false;
                let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * off);
                let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
                let cosine = 1.0 / tangent.hypot(1.0);
                rotate(&mut matrix, &mut vectors, (p, q), (cosine, tangent * cosine));
            }
        }
        if is_diagonal {
            break;
        }
    }
    let mut found: Vec<(f64, Vec<f64>)> =
        vectors.into_iter().enumerate().map(|(index, vector)| (matrix[index][index], vector)).collect();
    found.sort_by(|x, y| y.0.total_cmp(&x.0));
    found
}

fn rotate(
    matrix: &mut [Vec<f64>],
    vectors: &mut [Vec<f64>],
    (p, q): (usize, usize),
    (cosine, sine): (f64, f64),
) {
    let turn = |x: f64, y: f64| (cosine * x - sine * y, sine * x + cosine * y);
    for row in matrix.iter_mut() {
        (row[p], row[q]) = turn(row[p], row[q]);
    }
    for rows in [matrix, vectors] {
        let (before, after) = rows.split_at_mut(q);
        for (x, y) in before[p].iter_mut().zip(&mut after[0]) {
            (*x, *y) = turn(*x, *y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_times_its_eigenvector_is_a_multiple() {
        let matrix: Vec<Vec<f64>> = (0..9)
            .map(|row: i32| {
                (0..9).map(|column| f64::from((row * column) % 7 + (row - column).abs())).collect()
            })
            .collect();
        let found = eigen(matrix.clone());
        let trace: f64 = (0..9).map(|it| matrix[it][it]).sum();
        assert!((found.iter().map(|it| it.0).sum::<f64>() - trace).abs() < 1e-12);
        for (value, vector) in &found {
            for (row, own) in matrix.iter().zip(vector) {
                let product: f64 = row.iter().zip(vector).map(|it| it.0 * it.1).sum();
                assert!((product - value * own).abs() < 1e-12);
            }
        }
        assert!(found.is_sorted_by(|x, y| x.0 >= y.0));
    }

    #[test]
    fn two_by_two_and_empty() {
        let found = eigen(vec![vec![0.0, 1.0], vec![1.0, 0.0]]);
        assert!((found[0].0 - 1.0).abs() < 1e-15 && (found[1].0 + 1.0).abs() < 1e-15);
        assert!(eigen(vec![]).is_empty());
    }
}
