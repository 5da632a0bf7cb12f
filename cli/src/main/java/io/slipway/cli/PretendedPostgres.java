package io.slipway.cli;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers as a PostgreSQL server would, as far as a deployment to an empty database asks: for {@link Warmup}, which has no
 * server to go to. It knows no SQL, keeps nothing, and listens on this machine only. The first login is refused once its
 * password was worked out, so that this was gone through as well.
 */
final class PretendedPostgres implements Closeable {
    private static final int WANTS_ENCRYPTION = 80_877_103;
    private static final int WANTS_GSS = 80_877_104;
    private static final int TEXT = 25;

    /** What a query holds → its one value. */
    private static final Map<String, String> ANSWERS = Map.of(
            "TimeZone", "UTC",
            "pg_try_advisory_lock", "t",
            "pg_advisory_unlock", "t",
            "count(*)", "4",
            "SELECT version", "1",
            "RETURNING fence", "1");

    private final ServerSocket socket;
    private int logins;

    PretendedPostgres() throws IOException {
        socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "pretended-postgres");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            next();
        }
    }

    private void next() {
        try (Socket client = socket.accept()) {
            session(new DataInputStream(client.getInputStream()), client.getOutputStream());
        } catch (IOException e) {
            // whoever called has gone, or we are to go
            return;
        }
    }

    private void session(DataInputStream in, OutputStream out) throws IOException {
        int length = in.readInt();
        int wish = in.readInt();
        while (wish == WANTS_ENCRYPTION || wish == WANTS_GSS) {
            out.write('N');
            length = in.readInt();
            wish = in.readInt();
        }
        in.readNBytes(length - 8);
        logins++;
        if (logins == 1) {
            refuse(in, out);
            return;
        }
        send(out, 'R', number(0));
        for (String setting : List.of(
                "server_version\0" + "18.0",
                "client_encoding\0UTF8",
                "standard_conforming_strings\0on",
                "DateStyle\0ISO")) {
            send(out, 'S', bytes(setting + "\0"));
        }
        send(out, 'K', new byte[8]);
        send(out, 'Z', bytes("I"));
        while (in.readByte() == 'Q') {
            String query = new String(in.readNBytes(in.readInt() - 4), StandardCharsets.UTF_8);
            answer(out, query);
            send(out, 'Z', bytes("I"));
        }
    }

    /** Asks for the password as servers do (SCRAM), and then does not let anybody in. */
    private static void refuse(DataInputStream in, OutputStream out) throws IOException {
        send(out, 'R', join(number(10), bytes("SCRAM-SHA-256\0\0")));
        String first = message(in);
        String nonce = first.substring(first.indexOf("r=") + 2);
        send(out, 'R', join(number(11), bytes("r=" + nonce + "x,s=c2FsdHNhbHRzYWx0,i=4096")));
        message(in);
        send(out, 'E', bytes("SFATAL\0VFATAL\0C28P01\0Mnobody is let in\0\0"));
    }

    private static String message(DataInputStream in) throws IOException {
        in.readByte();
        return new String(in.readNBytes(in.readInt() - 4), StandardCharsets.UTF_8);
    }

    private static void answer(OutputStream out, String query) throws IOException {
        Optional<String> value = ANSWERS.entrySet().stream()
                .filter(each -> query.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
        boolean reads = query.startsWith("SELECT") || query.contains("RETURNING");
        if (reads) {
            ByteArrayOutputStream column = new ByteArrayOutputStream();
            DataOutputStream data = new DataOutputStream(column);
            data.writeShort(1);
            data.writeBytes("value\0");
            data.writeInt(0);
            data.writeShort(0);
            data.writeInt(TEXT);
            data.writeShort(-1);
            data.writeInt(-1);
            data.writeShort(0);
            send(out, 'T', column.toByteArray());
        }
        if (reads && value.isPresent()) {
            byte[] text = bytes(value.get());
            send(out, 'D', join(new byte[] {0, 1}, join(number(text.length), text)));
        }
        send(out, 'C', bytes((reads ? "SELECT 1" : "INSERT 0 1") + "\0"));
    }

    private static void send(OutputStream out, char type, byte[] content) throws IOException {
        out.write(join(bytes(String.valueOf(type)), join(number(content.length + 4), content)));
        out.flush();
    }

    private static byte[] number(int number) {
        return new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number};
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
