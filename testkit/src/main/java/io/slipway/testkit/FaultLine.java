package io.slipway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line that breaks once, at a given byte of either direction, and lets everything through before and afterwards. Bytes
 * before that one arrive; so what was sent may have been done although its answer is lost.
 */
public final class FaultLine extends Line {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private volatile long breakSent = Long.MAX_VALUE;
    private volatile long breakAnswered = Long.MAX_VALUE;
    private volatile boolean broken;

    /** @param target port on this machine that it leads to */
    public FaultLine(int target) {
        super(target);
    }

    /** Bytes that went to the server since {@link #whole}. */
    public long sent() {
        return sent.get();
    }

    /** Bytes that came back since {@link #whole}. */
    public long answered() {
        return answered.get();
    }

    /** Counts anew, and breaks no more. */
    public void whole() {
        breakSent = Long.MAX_VALUE;
        breakAnswered = Long.MAX_VALUE;
        sent.set(0);
        answered.set(0);
        broken = false;
    }

    /** After so many bytes to the server, the next are lost and all connections end. */
    public void breakAfterSent(long bytes) {
        breakSent = bytes;
    }

    /** After so many bytes from the server, the next are lost and all connections end. */
    public void breakAfterAnswered(long bytes) {
        breakAnswered = bytes;
    }

    public boolean isBroken() {
        return broken;
    }

    @Override
    void carry(Socket client, Socket server) {
        work(() -> pump(client, server, true));
        work(() -> pump(server, client, false));
    }

    private void pump(Socket from, Socket to, boolean toServer) {
        AtomicLong count = toServer ? sent : answered;
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                long limit = toServer ? breakSent : breakAnswered;
                long before = count.getAndAdd(n);
                if (!broken && before + n > limit) {
                    out.write(buffer, 0, (int) Math.max(0, limit - before));
                    out.flush();
                    broken = true;
                    drop();
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // one side has gone: so does the other
        } finally {
            end(from);
            end(to);
        }
    }
}
