package io.slipway.server.notification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** As much of an SMTP server as speaks TLS with a certificate of ours, from the start or by STARTTLS. Keeps what it was told. */
final class TlsMailServer implements AutoCloseable {
    private final ServerSocket server;
    private final SSLContext context;
    private final boolean fromTheStart;
    private final String welcome;
    private final List<String> plain = new CopyOnWriteArrayList<>();
    private final List<String> encrypted = new CopyOnWriteArrayList<>();

    /** @param password the only one that it takes, of the user {@code slipway} */
    TlsMailServer(SSLContext context, boolean fromTheStart, String password) throws IOException {
        this.context = context;
        this.fromTheStart = fromTheStart;
        this.welcome = "\0slipway\0" + password;
        this.server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "starttls");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    List<String> plain() {
        return plain;
    }

    List<String> encrypted() {
        return encrypted;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                if (!fromTheStart) {
                    say(socket, "220 localhost");
                    if (!talk(socket, plain, "250-localhost\r\n250 STARTTLS")) {
                        continue;
                    }
                }
                SSLSocket tls = (SSLSocket)
                        context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
                tls.setUseClientMode(false);
                if (fromTheStart) {
                    say(tls, "220 localhost");
                }
                talk(tls, encrypted, "250-localhost\r\n250 AUTH PLAIN");
            } catch (IOException e) {
                // the other side went away, or the test is over
                plain.add("# " + e);
            }
        }
    }

    /** @return whether it is time to turn to TLS */
    private boolean talk(Socket socket, List<String> told, String hello) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        boolean data = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            told.add(line);
            String verb = line.toUpperCase(Locale.ROOT);
            if (data) {
                data = !line.equals(".");
                if (!data) {
                    say(socket, "250 taken");
                }
            } else if (verb.startsWith("EHLO")) {
                say(socket, hello);
            } else if (verb.equals("STARTTLS")) {
                say(socket, "220 go on");
                return true;
            } else if (verb.startsWith("AUTH")) {
                say(socket, credentials(line).endsWith(welcome) ? "235 welcome" : "535 no");
            } else if (verb.equals("DATA")) {
                data = true;
                say(socket, "354 go on");
            } else if (verb.equals("QUIT")) {
                say(socket, "221 bye");
                return false;
            } else {
                say(socket, "250 well");
            }
        }
        return false;
    }

    private static String credentials(String line) {
        return new String(
                Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)), StandardCharsets.US_ASCII);
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
