/// Weights of the 17 digits in GB 11643-1999, section 4.2.5: 2^(18-i) mod 11.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// Check characters by the weighted sum modulo 11 (ISO/IEC 7064, MOD 11-2).
const CHARACTERS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// The check character of the first 17 digits, or nothing where one of them is no digit.
pub(super) fn check_character(base: &str) -> Option<char> {
    let mut sum = 0;
    for (character, weight) in base.chars().zip(WEIGHTS) {
        sum += character.to_digit(10)? * weight;
    }
    Some(CHARACTERS[(sum % 11) as usize])
}
