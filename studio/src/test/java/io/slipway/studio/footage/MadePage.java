package io.slipway.studio.footage;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Random;

/** The picture of a made recording: a page with text, a line that is typed, a pointer, and a camera's noise. */
final class MadePage {
    static final int WIDTH = 640;
    static final int HEIGHT = 360;
    private static final int NOISES = 8;
    /** As bright and as dark as it gets, so that the noise needs no bounds. */
    private static final Color WHITE = new Color(243, 243, 243);

    private static final Color BLACK = new Color(12, 12, 12);
    private static final Color MAGENTA = new Color(243, 12, 243);

    private final BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    private final byte[][] noises = new byte[NOISES][3 * WIDTH * HEIGHT];
    private final Random random;
    private final BufferedImage still = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    private int painted = -1;
    private String typed = "";
    private double pointer;

    MadePage(Random random) {
        this.random = random;
        for (byte[] noise : noises) {
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) Math.max(-12, Math.min(12, Math.round(random.nextGaussian() * 4)));
            }
        }
    }

    /** @return the frame's pixels as BGR */
    byte[] paint(MadeFootage.Part part, int frame) {
        Graphics2D g = image.createGraphics();
        if (part.motion() == MadeFootage.Motion.CARD) {
            g.setColor(MAGENTA);
            g.fillRect(0, 0, WIDTH, HEIGHT);
        } else {
            double since = (double) frame / MadeFootage.RATE - part.from();
            if (part.motion() == MadeFootage.Motion.CREEPING) {
                page(g, part.page(), since * 8);
            } else {
                g.drawImage(still(part.page()), 0, 0, null);
            }
            if (part.motion() == MadeFootage.Motion.BUSY) {
                typed = text(part.typed()).substring(0, (int) Math.min(60, since * 7));
                pointer += 0.08;
            }
            line(g, frame);
            pointer(g);
        }
        g.dispose();
        byte[] pixels =
                ((DataBufferByte) image.getRaster().getDataBuffer()).getData().clone();
        byte[] noise = noises[random.nextInt(NOISES)];
        for (int i = 0; i < noise.length; i++) {
            pixels[i] += noise[i];
        }
        return pixels;
    }

    private static String text(int typed) {
        Random letters = new Random(typed * 31L + 7);
        StringBuilder text = new StringBuilder();
        while (text.length() < 60) {
            text.append(Sentences.NOUNS.get(letters.nextInt(Sentences.NOUNS.size())))
                    .append(' ');
        }
        return text.toString();
    }

    private BufferedImage still(int page) {
        if (page != painted) {
            Graphics2D g = still.createGraphics();
            page(g, page, 0);
            g.dispose();
            painted = page;
        }
        return still;
    }

    private static void page(Graphics2D g, int page, double down) {
        Random words = new Random(page * 7919L);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(new Color(236, 239, 243));
        g.fillRect(0, 0, WIDTH, HEIGHT);
        g.setColor(new Color(40, 60 + page * 37 % 90, 110));
        g.fillRect(0, 0, WIDTH, 34);
        g.setColor(new Color(30, 34, 40));
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        for (int row = 0; row < 9; row++) {
            StringBuilder line = new StringBuilder();
            while (line.length() < 25 + words.nextInt(40)) {
                line.append(Sentences.NOUNS.get(words.nextInt(Sentences.NOUNS.size())))
                        .append(' ');
            }
            g.drawString(line.toString(), 30, (int) (64 + row * 26 + down));
        }
    }

    private void line(Graphics2D g, int frame) {
        g.setColor(WHITE);
        g.fillRect(24, 318, 590, 30);
        g.setColor(BLACK);
        g.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 15));
        g.drawString(typed, 30, 338);
        if (frame / 5 % 2 == 0) {
            g.fillRect(32 + g.getFontMetrics().stringWidth(typed), 325, 2, 17);
        }
    }

    private void pointer(Graphics2D g) {
        int x = (int) (320 + 220 * Math.sin(pointer));
        int y = (int) (180 + 110 * Math.sin(pointer * 1.7));
        g.setColor(BLACK);
        g.fillPolygon(new int[] {x, x, x + 10}, new int[] {y, y + 16, y + 11}, 3);
    }
}
