package io.slipway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line to a server on this machine that breaks once, at a given byte of either direction, and lets everything through
 * before and afterwards. Bytes before that one arrive; so what was sent may have been done although its answer is lost.
 */
public final class FaultLine implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private volatile long breakSent = Long.MAX_VALUE;
    private volatile long breakAnswered = Long.MAX_VALUE;
    private volatile boolean broken;

    /** @param target port on this machine that it leads to */
    public FaultLine(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    public int port() {
        return door.getLocalPort();
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

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                open.add(client);
                open.add(server);
                thread(() -> pump(client, server, true));
                thread(() -> pump(server, client, false));
            } catch (IOException e) {
                // the door was closed, or the server is away for the moment
            }
        }
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

    private void drop() {
        open.forEach(FaultLine::end);
        open.clear();
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it has gone already
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "fault-line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        drop();
    }
}
