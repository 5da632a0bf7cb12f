package io.slipway.release.estimate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How long one change is expected to take.
 *
 * @param millis all of it, waiting for locks apart
 * @param standard by kind of work ({@code rewritten}, {@code scanned}, {@code queried}, {@code indexed}, {@code compared},
 *     {@code written}, {@code deleted}, {@code fired}), how many milliseconds it takes on the machine that figures are compared with
 * @param basis what the figures of the kind of work that takes longest come from
 * @param untold what of it nobody knows how long it takes, such as {@code UPDATE of public.customer}: it is not in the time
 */
public record Estimate(long millis, Map<String, Long> standard, Basis basis, List<String> untold) {

    /** What it was made from, the best first. */
    public enum Basis {
        /** This target's own deployments. */
        HISTORY,
        /** A part of the very table was read. */
        SAMPLE,
        /** Figures of another machine, by how fast this one sorts. */
        STANDARD;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Estimate {
        standard = Map.copyOf(new TreeMap<>(standard));
        untold = List.copyOf(untold);
    }

    /** Of which all is known. */
    public Estimate(long millis, Map<String, Long> standard, Basis basis) {
        this(millis, standard, basis, List.of());
    }

    /** Of this and of what runs right after it. */
    public Estimate then(Estimate next) {
        Map<String, Long> both = new TreeMap<>(standard);
        next.standard.forEach((kind, took) -> both.merge(kind, took, Long::sum));
        return new Estimate(
                millis + next.millis,
                both,
                next.millis > millis ? next.basis : basis,
                Stream.concat(untold.stream(), next.untold.stream()).distinct().toList());
    }

    /** The kind of work that takes longest by the standard; empty when there is none. */
    String main() {
        return standard.entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse("");
    }

    long standardMillis() {
        return standard.values().stream().mapToLong(Long::longValue).sum();
    }
}
