package io.slipway.database.postgresql;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Sockets on which no answer is larger than it may be. The driver makes one of these by its name. */
public final class BoundedSockets extends SocketFactory {
    private final long most;

    /** @param most in bytes, of one answer */
    public BoundedSockets(String most) {
        this.most = Long.parseLong(most);
    }

    @Override
    public Socket createSocket() {
        return new Bounded(most);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("the driver connects by itself");
    }

    private static final class Bounded extends Socket {
        private final long most;
        private @Nullable BoundedAnswers answers;

        Bounded(long most) {
            this.most = most;
        }

        @Override
        public synchronized InputStream getInputStream() throws IOException {
            BoundedAnswers there = answers;
            if (there == null) {
                there = new BoundedAnswers(super.getInputStream(), most);
                answers = there;
            }
            return there;
        }

        @Override
        public synchronized OutputStream getOutputStream() throws IOException {
            BoundedAnswers asked = (BoundedAnswers) getInputStream();
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    asked.asked();
                    out.write(bytes, from, length);
                }
            };
        }
    }
}
