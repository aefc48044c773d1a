"""What must never be an indicator, as people write it."""

from riskmap.layers.person_words import GROUPS

# Chapter 3.6 of the domain guide, word by word, and how people write it. The groups of the
# published list are named after it; these spellings are written down apart from that list.
CHAPTER = {
    "Origin": "herkomst Herkomstland land_van_herkomst migratie-achtergrond afkomst etniciteit "
    "origin country_of_origin ETHNICITY allochtoon",
    "Nationality": "nationaliteit 2eNationaliteit nationality citizenship verblijfsstatus",
    "Religion": "religie geloof geloofsovertuiging religion kerkgenootschap denomination",
    "Household type": "huishoudtype type_huishouden soortHuishouden household_type "
    "gezinssamenstelling eenpersoonshuishoudens alleenstaand burgerlijke_staat marital_status",
    "Income": "inkomen gem_inkomen jaarinkomen BESTEEDBAAR_INKOMEN income household-income salaris",
    "Benefits": "uitkering bijstand wwUitkering bijstandsuitkering benefits welfare wajong",
    "Debts": "schulden schuld_bedrag schuldsanering debts wsnp betalings_achterstand",
    "Criminal records": "strafblad antecedenten justitiele_antecedenten criminal_record "
    "CriminalRecords veroordelingen recidive",
    "School data": "school schooladvies onderwijsniveau opleidingsniveau leerlingen cito_score "
    "school_data pupils truancy",
    "Names": "naam Naam name achternaam voor_naam volledige_naam eigenaarNaam bedrijfsnaam "
    "handels_naam company_name initials",
    "Licence plates": "kenteken KENTEKEN kentekenplaat license_plate licence-plates nummer_plaat",
    "Phone, mail and other ways to reach somebody": "telefoon tel_nr Telefoonnummer phone "
    "phone_number mobiel e-mail email_adres",
    "Social media": "social_media socialMedia facebook instagram facebook_pagina Instagram_account "
    "linkedin tiktok",
    "Online reviews": "aantal_reviews aantal_recensies google_reviews number_of_online_reviews "
    "klant_beoordelingen google_score rating",
    "Trade-association membership": "brancheverenigingslid branchevereniging lid_branchevereniging "
    "lidmaatschap trade_association_membership bovag keurmerk",
    "Luxury goods": "luxe_goederen luxegoederen luxury_goods luxe dure_autos LuxuryCars",
    "Cameras": "camera cameras aantal_cameras bewakingscamera Camera_Toezicht cctv "
    "camera_aanwezig surveillance",
}
WRITTEN = sorted({name for names in CHAPTER.values() for name in names.split()})
WORDS = sorted({word for words in GROUPS.values() for word in words.split()})
