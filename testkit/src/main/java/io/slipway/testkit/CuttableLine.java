package io.slipway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server or a database that can be cut: for a moment, or when certain words go over it. */
public final class CuttableLine implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile String fatal = "";

    /** @param target port on this machine that it leads to */
    public CuttableLine(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** From the moment in which these words are sent, nothing goes over it any more. */
    public void cutAt(String words) {
        fatal = words;
    }

    public boolean isCut() {
        return cut;
    }

    public void mend() {
        fatal = "";
        cut = false;
    }

    private void cut() {
        cut = true;
        drop();
    }

    /** Ends what is connected now; whoever connects again gets through. */
    public void drop() {
        open.forEach(CuttableLine::close);
        open.clear();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (cut) {
                    client.close();
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                thread(() -> pump(client, server, true));
                thread(() -> pump(server, client, false));
            } catch (IOException e) {
                // the door was closed, or the server is gone
            }
        }
    }

    private void pump(Socket from, Socket to, boolean watched) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                String words = fatal;
                if (watched
                        && !words.isEmpty()
                        && new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains(words)) {
                    cut();
                    return;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // one side has gone: so does the other
        } finally {
            close(from);
            close(to);
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "cuttable-line");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
