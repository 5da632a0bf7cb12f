package io.slipway.server.calendar;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The windows, freezes and policy of one environment, and when something may start by them. Pure. */
public record Openings(List<Window> windows, List<Freeze> freezes, CalendarPolicy policy) {
    /** Whatever lies further ahead is not in sight. */
    private static final Duration HORIZON = Duration.ofDays(400);

    /** Windows that follow each other without a break count as one, no longer than this. */
    private static final Duration LONGEST = Duration.ofDays(14);

    public Outlook look(Instant now, Demand demand) {
        Instant time = now;
        String why = "";
        if (demand.notBefore().isAfter(now)) {
            time = demand.notBefore();
            why = "It is not to start before that.";
        }
        if (demand.passes()) {
            return new Outlook(Optional.of(time), Optional.empty(), true, why);
        }
        Instant horizon = time.plus(HORIZON);
        while (time.isBefore(horizon)) {
            Optional<Freeze> frozen = freezeAt(time);
            if (frozen.isPresent()) {
                why = first(why, "Frozen: " + frozen.get().reason());
                time = frozen.get().until();
                continue;
            }
            Optional<Span> open = windowAt(time);
            if (!windows.isEmpty()) {
                if (open.isEmpty()) {
                    break;
                }
                if (open.get().from().isAfter(time)) {
                    why = first(why, "No window is open before that.");
                    time = open.get().from();
                    continue;
                }
            }
            Optional<Instant> end = end(time, open);
            boolean inTime = end.isEmpty() || !time.plus(demand.length()).isAfter(end.get());
            if (!inTime && !policy.overrun()) {
                why = first(why, "It may take longer than there is time before that.");
                time = end.get();
                continue;
            }
            return new Outlook(Optional.of(time), end, inTime, why);
        }
        return new Outlook(Optional.empty(), Optional.empty(), false, why);
    }

    /** When the next window opens, for those who want to wait for it though one may be open. */
    public Optional<Instant> nextWindow(Instant now) {
        Optional<Span> open = windowAt(now);
        Instant from = open.filter(span -> span.holds(now)).map(Span::to).orElse(now);
        return windowAt(from).map(Span::from).filter(at -> at.isAfter(from));
    }

    /** The one that holds longest of those that hold. */
    private Optional<Freeze> freezeAt(Instant time) {
        return freezes.stream().filter(f -> f.holds(time)).max(Comparator.comparing(Freeze::until));
    }

    private Optional<Span> windowAt(Instant time) {
        return windows.stream()
                .flatMap(window -> window.next(time).stream())
                .min(Comparator.comparing(Span::from))
                .map(this::joined);
    }

    private Span joined(Span span) {
        Instant most = span.from().plus(LONGEST);
        Instant end = span.to();
        while (end.isBefore(most)) {
            Instant reached = end;
            Optional<Instant> further = windows.stream()
                    .flatMap(window -> window.next(reached).stream())
                    .filter(next -> next.holds(reached))
                    .map(Span::to)
                    .max(Comparator.naturalOrder());
            if (further.isEmpty()) {
                return new Span(span.from(), end);
            }
            end = further.get();
        }
        return new Span(span.from(), end);
    }

    private Optional<Instant> end(Instant time, Optional<Span> open) {
        return Stream.concat(
                        open.map(Span::to).stream(),
                        freezes.stream().map(Freeze::from).filter(from -> from.isAfter(time)))
                .min(Comparator.naturalOrder());
    }

    private static String first(String why, String other) {
        return why.isEmpty() ? other : why;
    }
}
