pub fn read(texts: &[&str]) -> u32 {
    let mut sum = 0;
    sum += texts[0].parse::<u32>().unwrap();
    sum += texts[1].parse::<u32>().unwrap();
    sum += texts[2].parse::<u32>().unwrap();
    sum += texts[3].parse::<u32>().unwrap();
    sum += texts[4].parse::<u32>().unwrap();
    sum += texts[5].parse::<u32>().unwrap();
    sum += texts[6].parse::<u32>().unwrap();
    sum += texts[7].parse::<u32>().unwrap();
    sum += texts[8].parse::<u32>().unwrap();
    sum += texts[9].parse::<u32>().unwrap();
    sum += texts[10].parse::<u32>().unwrap();
    sum
}
