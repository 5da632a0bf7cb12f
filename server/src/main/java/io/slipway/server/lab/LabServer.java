package io.slipway.server.lab;

import io.slipway.database.postgresql.SeatServer;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The database server of seats: started when the first seat needs it, and stopped with this process. */
public final class LabServer implements AutoCloseable {
    private final LabSettings settings;
    private final Clock clock;
    private final Map<String, String> stopped = new ConcurrentHashMap<>();
    private @Nullable SeatServer started;

    public LabServer(LabSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** @throws SlipwayException {@code lab-unavailable} */
    public synchronized SeatServer get() {
        SeatServer known = started;
        if (known == null) {
            known = start();
            started = known;
        }
        return known;
    }

    private SeatServer start() {
        try {
            return settings.superuser()
                    .map(address -> SeatServer.given(address, settings.limits(), clock))
                    .or(() -> SeatServer.embedded(settings.folder().resolve("postgresql"), settings.limits(), clock))
                    .orElseThrow(() -> unavailable("Another process has the database server of labs."));
        } catch (SlipwayException e) {
            throw e.code() == ErrorCode.LAB_UNAVAILABLE
                    ? e
                    : unavailable(e.getMessage()).causedBy(e);
        }
    }

    private static SlipwayException unavailable(String why) {
        return SlipwayException.of(
                ErrorCode.LAB_UNAVAILABLE,
                "There is no database server for labs: " + why,
                "Whoever runs this server names one by SLIPWAY_LAB_URL, SLIPWAY_LAB_USER and SLIPWAY_LAB_PASSWORD.");
    }

    private synchronized Optional<SeatServer> running() {
        return Optional.ofNullable(started);
    }

    /** Ends what is past its limits; whoever ran it is told why by {@link #whyStopped}. */
    void watch() {
        running().ifPresent(server -> {
            List<SeatServer.Stopped> ended = server.watch(Seat.ROLES);
            ended.forEach(each -> stopped.put(each.role(), each.why()));
        });
    }

    /** Ends whatever a role runs. */
    void stop(String role, String why) {
        stopped.put(role, why);
        running().ifPresent(server -> server.stop(role));
    }

    /** Why what a role ran was ended from outside, if it was since it was asked last. */
    Optional<String> whyStopped(String role) {
        return Optional.ofNullable(stopped.remove(role));
    }

    @Override
    public synchronized void close() {
        if (started != null) {
            started.close();
            started = null;
        }
    }
}
