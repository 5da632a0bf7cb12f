package io.slipway.samples;

/** The people of the shop's team. All of them are made up. */
public enum Author {
    MARA("Mara Lindqvist", "mara.lindqvist@shop.example"),
    JONAS("Jonas Brandt", "jonas.brandt@shop.example"),
    PRIYA("Priya Raman", "priya.raman@shop.example"),
    TOMAS("Tomás Herrera", "tomas.herrera@shop.example"),
    AIKO("Aiko Tanabe", "aiko.tanabe@shop.example"),
    SEUN("Seun Adeyemi", "seun.adeyemi@shop.example");

    private final String fullName;
    private final String email;

    Author(String fullName, String email) {
        this.fullName = fullName;
        this.email = email;
    }

    public String fullName() {
        return fullName;
    }

    public String email() {
        return email;
    }
}
