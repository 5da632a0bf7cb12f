package io.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line to a server on this machine, over which everything goes that its clients and the server say. */
abstract class Line implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param target port on this machine that it leads to */
    Line(int target) {
        try {
            this.door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.target = target;
        work(this::accept);
    }

    /** Carries what one client and the server say, in {@linkplain #work threads of their own}, until one of them has gone. */
    abstract void carry(Socket client, Socket server);

    public final int port() {
        return door.getLocalPort();
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
                carry(client, server);
            } catch (IOException e) {
                // the door was closed, or the server is away for the moment
            }
        }
    }

    /** Ends all connections; new ones can be made. */
    final void drop() {
        open.forEach(Line::end);
        open.clear();
    }

    static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it has gone already
        }
    }

    final void work(Runnable work) {
        Thread thread = new Thread(work, getClass().getSimpleName());
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        drop();
    }
}
