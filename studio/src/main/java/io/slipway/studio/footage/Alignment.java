package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds passages of a sequence that come twice: local alignment (Smith and Waterman, 1981) of the sequence with itself.
 * The second may go at up to twice the tempo of the first or half of it. Only the last rows are kept, so that memory
 * does not grow with the length.
 */
final class Alignment {
    private final int length;
    private final Reach reach;
    private final Likeness likeness;
    private final float gap;

    /** How alike two places are: more than 0 when they may be the same, less when not. */
    interface Likeness {
        float of(int earlier, int later);
    }

    /** How far back the first place is that one is compared with. */
    interface Reach {
        int first(int later);
    }

    /** @param gap what it costs to pass over one place */
    Alignment(int length, Reach reach, Likeness likeness, float gap) {
        this.length = length;
        this.reach = reach;
        this.likeness = likeness;
        this.gap = gap;
    }

    /**
     * A passage that comes twice; all places are the first and the last that belong to it.
     *
     * @param score sum of the likenesses on the way
     */
    record Match(int earlierFrom, int earlierTo, int laterFrom, int laterTo, float score) {}

    /** One row of the table, by the earlier place. */
    private static final class Row {
        private final float[] score;
        private final int[] earlierFrom;
        private final int[] laterFrom;

        Row(int size) {
            score = new float[size];
            earlierFrom = new int[size];
            laterFrom = new int[size];
        }
    }

    /** @return the best of those that begin at the same places, with at least that score; best first */
    List<Match> matches(float atLeast) {
        Map<Long, Match> best = new HashMap<>();
        int size = 1;
        for (int later = 0; later < length; later++) {
            size = Math.max(size, later - reach.first(later) + 1);
        }
        // places are kept modulo the size: of those that can be asked for, no two fall together
        int width = size + 3;
        Row before = new Row(width);
        Row row = new Row(width);
        Row next = new Row(width);
        for (int later = 1; later < length; later++) {
            Arrays.fill(next.score, 0);
            for (int earlier = Math.max(0, reach.first(later)); earlier < later; earlier++) {
                float like = likeness.of(earlier, later);
                int at = earlier % width;
                int back = (earlier + width - 1) % width;
                int twiceBack = (earlier + width - 2) % width;
                float straight = earlier > 0 ? row.score[back] : 0;
                float faster = earlier > 1 ? row.score[twiceBack] - gap : 0;
                float slower = earlier > 0 ? before.score[back] - gap : 0;
                float score = Math.max(straight, Math.max(faster, slower));
                if (score <= 0) {
                    if (like > 0) {
                        next.score[at] = like;
                        next.earlierFrom[at] = earlier;
                        next.laterFrom[at] = later;
                    }
                } else if (score + like > 0) {
                    Row from = score == straight || score == faster ? row : before;
                    int place = score == faster && score != straight ? twiceBack : back;
                    next.score[at] = score + like;
                    next.earlierFrom[at] = from.earlierFrom[place];
                    next.laterFrom[at] = from.laterFrom[place];
                    // a passage ends before its second begins
                    if (earlier >= next.laterFrom[at]) {
                        next.score[at] = 0;
                    } else if (score + like >= atLeast && like > 0) {
                        keep(best, new Match(next.earlierFrom[at], earlier, next.laterFrom[at], later, score + like));
                    }
                }
            }
            Row oldest = before;
            before = row;
            row = next;
            next = oldest;
        }
        List<Match> sorted = new ArrayList<>(best.values());
        sorted.sort(Comparator.comparing(Match::score).reversed());
        return distinct(sorted);
    }

    private static void keep(Map<Long, Match> best, Match match) {
        long begin = ((long) match.earlierFrom() << 32) | match.laterFrom();
        Match other = best.get(begin);
        if (other == null || other.score() < match.score()) {
            best.put(begin, match);
        }
    }

    /** Of those that share an earlier passage only the best: the others are the same found a little beside. */
    private static List<Match> distinct(List<Match> sorted) {
        List<Match> distinct = new ArrayList<>();
        for (Match match : sorted) {
            if (distinct.stream()
                    .noneMatch(other ->
                            match.earlierFrom() <= other.earlierTo() && other.earlierFrom() <= match.earlierTo())) {
                distinct.add(match);
            }
        }
        return distinct;
    }
}
