package io.slipway.release.script;

import java.util.Comparator;

/** Compares paths as people count: {@code 2_x} before {@code 10_x}. Total: different texts never compare as equal. */
public final class NaturalOrder implements Comparator<String> {
    public static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() && j < b.length()) {
            char x = a.charAt(i);
            char y = b.charAt(j);
            if (digit(x) && digit(y)) {
                int iEnd = numberEnd(a, i);
                int jEnd = numberEnd(b, j);
                int order = compareNumbers(a, i, iEnd, b, j, jEnd);
                if (order != 0) {
                    return order;
                }
                i = iEnd;
                j = jEnd;
            } else if (x != y) {
                return Character.compare(x, y);
            } else {
                i++;
                j++;
            }
        }
        int rest = Integer.compare(a.length() - i, b.length() - j);
        return rest != 0 ? rest : a.compareTo(b);
    }

    private static int compareNumbers(String a, int i, int iEnd, String b, int j, int jEnd) {
        int x = i;
        int y = j;
        while (x < iEnd - 1 && a.charAt(x) == '0') {
            x++;
        }
        while (y < jEnd - 1 && b.charAt(y) == '0') {
            y++;
        }
        int byLength = Integer.compare(iEnd - x, jEnd - y);
        return byLength != 0 ? byLength : a.substring(x, iEnd).compareTo(b.substring(y, jEnd));
    }

    private static int numberEnd(String text, int from) {
        int end = from;
        while (end < text.length() && digit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }
}
