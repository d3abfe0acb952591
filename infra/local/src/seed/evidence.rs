//! Evidence to attach: a certificate of one page of PDF that says what it is evidence of, or the photograph of one.

/// Writes one page with a few lines. The font is one that viewers bring along for Chinese (PDF 32000-1, 9.7.5.2), so
/// that the file holds no font of its own.
pub fn certificate(lines: &[&str]) -> Vec<u8> {
    let mut text = String::from("BT /F 22 Tf 72 720 Td 40 TL\n");
    for (position, line) in lines.iter().enumerate() {
        let characters: String = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
        text.push_str(&format!("<{characters}> Tj T*\n"));
        if position == 0 {
            text.push_str("/F 14 Tf 28 TL\n");
        }
    }
    text.push_str("ET\n60 420 475 350 re S\n");
    document(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}endstream", text.len()),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>"
            .to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R /DW 1000 \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
            .to_owned(),
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 \
         /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
            .to_owned(),
    ])
}

/// A certificate as somebody has photographed it on a desk.
const PHOTOGRAPH: &[u8] = include_bytes!("photograph.jpg");

/// The photograph, with a comment that makes it somebody's own: equal files would be noticed as used twice. The comment
/// stands after the start of the image (ITU-T T.81, B.2.4.5).
pub fn photograph(comment: &str) -> Vec<u8> {
    let (start, rest) = PHOTOGRAPH.split_at(2);
    let length = u16::try_from(comment.len() + 2).unwrap_or(2);
    let comment = &comment.as_bytes()[..usize::from(length) - 2];
    [start, &[0xff, 0xfe], &length.to_be_bytes(), comment, rest].concat()
}

/// Numbers the objects from 1 and lists where each begins.
fn document(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (position, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", position + 1));
    }
    let table = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    let size = objects.len() + 1;
    file.push_str(&format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use domain::contract::attachments::FileKind;

    use super::*;

    #[test]
    fn it_is_a_pdf_and_differs_with_its_lines() {
        let file = certificate(&["学时证明", "覃秀兰"]);
        assert_eq!(FileKind::sniff(&file), Some(FileKind::Pdf));
        assert_ne!(file, certificate(&["学时证明", "农彩霞"]));
    }

    #[test]
    fn a_photograph_is_a_jpeg_and_differs_with_its_comment() {
        let file = photograph("覃秀兰");
        assert_eq!(FileKind::sniff(&file), Some(FileKind::Jpeg));
        assert_ne!(file, photograph("农彩霞"));
        assert_eq!(file.len(), PHOTOGRAPH.len() + 4 + "覃秀兰".len());
    }
}
