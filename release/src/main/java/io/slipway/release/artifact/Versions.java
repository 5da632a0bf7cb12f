package io.slipway.release.artifact;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Order of versions, and which one comes next. */
final class Versions {
    static final String FIRST = "1.0.0";
    /** Digits by their value, the rest by its characters; so 1.10.0 comes after 1.9.0. */
    static final Comparator<String> NATURAL = Versions::compare;

    private static final Pattern PART = Pattern.compile("\\d+|\\D+");
    private static final Pattern THREE_NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)\\.\\d+");
    private static final Pattern LAST_NUMBER = Pattern.compile("(.*?)(\\d+)(\\D*)");

    private Versions() {}

    /** 1.4.2 → 1.5.0; of any other form, the last number is counted up: 2026.11 → 2026.12, v7-rc1 → v7-rc2. */
    static String next(String version) {
        Matcher three = THREE_NUMBERS.matcher(version);
        if (three.matches()) {
            return three.group(1) + "." + plusOne(three.group(2)) + ".0";
        }
        Matcher last = LAST_NUMBER.matcher(version);
        return last.matches() ? last.group(1) + plusOne(last.group(2)) + last.group(3) : version + ".1";
    }

    private static String plusOne(String number) {
        return new BigInteger(number).add(BigInteger.ONE).toString();
    }

    private static int compare(String one, String other) {
        Matcher a = PART.matcher(one);
        Matcher b = PART.matcher(other);
        while (true) {
            boolean more = a.find();
            if (!more || !b.find()) {
                // the shorter one first; equal ones that are written differently (1.0 and 1.00) by their characters
                return more ? 1 : b.find() ? -1 : one.compareTo(other);
            }
            int difference = isNumber(a.group()) && isNumber(b.group())
                    ? new BigInteger(a.group()).compareTo(new BigInteger(b.group()))
                    : a.group().compareTo(b.group());
            if (difference != 0) {
                return difference;
            }
        }
    }

    private static boolean isNumber(String part) {
        return part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }
}
