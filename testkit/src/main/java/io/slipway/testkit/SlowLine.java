package io.slipway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line on which everything takes a while, and which counts round trips: how often somebody sent something after having
 * waited for what was answered before.
 */
public final class SlowLine extends Line {
    private final long oneWayNanos;
    private final AtomicLong roundTrips = new AtomicLong();

    /**
     * @param target port on this machine that it leads to
     * @param roundTrip half of it passes on the way there, half on the way back
     */
    public SlowLine(int target, Duration roundTrip) {
        super(target);
        this.oneWayNanos = roundTrip.toNanos() / 2;
    }

    /** Of all connections since it was made. */
    public long roundTrips() {
        return roundTrips.get();
    }

    @Override
    void carry(Socket client, Socket server) {
        Turn turn = new Turn();
        carry(client, server, () -> turn.sent(roundTrips));
        carry(server, client, turn::answered);
    }

    /** Whose turn it is on one connection. */
    private static final class Turn {
        private boolean answered = true;

        synchronized void sent(AtomicLong roundTrips) {
            if (answered) {
                roundTrips.incrementAndGet();
                answered = false;
            }
        }

        synchronized void answered() {
            answered = true;
        }
    }

    private record Parcel(ByteBuffer bytes, long due) {}

    private void carry(Socket from, Socket to, Runnable seen) {
        BlockingQueue<Parcel> underWay = new LinkedBlockingQueue<>();
        work(() -> take(from, underWay, seen));
        work(() -> deliver(to, underWay, from));
    }

    private void take(Socket from, BlockingQueue<Parcel> underWay, Runnable seen) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                seen.run();
                underWay.add(new Parcel(ByteBuffer.wrap(Arrays.copyOf(buffer, n)), System.nanoTime() + oneWayNanos));
            }
        } catch (IOException e) {
            // one side has gone: so does the other
        }
        underWay.add(new Parcel(ByteBuffer.allocate(0), System.nanoTime() + oneWayNanos));
    }

    private static void deliver(Socket to, BlockingQueue<Parcel> underWay, Socket from) {
        try {
            OutputStream out = to.getOutputStream();
            for (Parcel parcel = underWay.take(); parcel.bytes().hasRemaining(); parcel = underWay.take()) {
                TimeUnit.NANOSECONDS.sleep(parcel.due() - System.nanoTime());
                out.write(parcel.bytes().array());
            }
        } catch (IOException e) {
            // one side has gone: so does the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(from);
            end(to);
        }
    }
}
