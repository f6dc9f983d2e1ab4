import type { Lexicon } from "../phrases.ts";
import type { Intent } from "../intents.ts";

/** Words that are English and nothing else; a visitor's message holds several of them. */
export const ENGLISH_WORDS = new Set(
  (
    "the you your please what where when how who why which is are am was were do does did can could will would should may " +
    "i my me we our they he she it its this that these those there here have has had get got give need want like know " +
    "help stop send sending receive messages message text news not don't dont doesn't of and or to for from with at in on by " +
    "hello hi hey good morning afternoon evening thanks thank sorry english speak visitor tourist foreigner office " +
    "open close opening hours address phone number call back person human officer someone people talk police ambulance " +
    "fire emergency accident drowning injured hurt missing child house water flood gas leak hospital doctor danger dying " +
    "unsubscribe subscribe cancel remove list delete data information privacy account again anymore more no yes very much " +
    "broken street light road garbage trash noise loud dirty electricity power visa passport register registration birth " +
    "certificate residence temporary marriage document documents form apply application pay fee cost price ticket temple " +
    "hotel beach bus taxi rent motorbike map weather today tomorrow time market festival event events guide welcome okay got " +
    "any about channel menu up out"
  ).split(" "),
);
/** English words that are Vietnamese syllables without marks as well: they say nothing about the language. */
export const SHARED_WORDS = new Set(
  "a an on in me no to may can do hi it at up so the how he is or la ok menu hai sao".split(" "),
);

/** What a visitor may say that cannot wait for the menu. */
export const ENGLISH: Lexicon<
  Extract<Intent, "menu" | "khan-cap" | "dung" | "nhan" | "can-bo" | "cam-on" | "xoa-du-lieu" | "du-lieu">
> = {
  menu: [
    "can/could you help",
    "please help me with/find/to",
    "help me with/find/to",
    "need help with/to",
    "stop by",
    "bus stop",
    "stop here",
  ],
  "khan-cap": [
    "fire",
    "on fire",
    "help me",
    "help us",
    "help help",
    "emergency",
    "ambulance",
    "call * police",
    "drowning",
    "accident",
    "injured",
    "bleeding",
    "attacking/attacked",
    "robbed/robbery/thief",
    "missing",
    "lost my child/son/daughter/kid",
    "gas leak",
    "smell gas",
    "smell of gas",
    "heart attack",
    "unconscious",
    "not breathing",
    "dying",
    "trapped",
    "flooded",
    "flooding",
    "electrocuted",
    "beating me",
    "hitting me",
    "killed/kill",
    "sos",
    "collapsed",
  ],
  dung: [
    "stop",
    "unsubscribe",
    "opt out",
    "no more messages/texts/news",
    "don't/dont/not send",
    "don't/dont/not want * messages/news",
    "not want to receive",
    "cancel * subscription",
    "remove me from",
    "take me off",
    "leave me alone",
    "turn off",
  ],
  nhan: ["subscribe", "resume", "send * again", "receive * again", "start again", "start sending"],
  "can-bo": [
    "talk to",
    "speak to",
    "speak with",
    "talk with",
    "real person",
    "human",
    "call me",
    "call back",
    "contact me",
    "an officer",
    "someone to",
  ],
  "cam-on": ["thank you", "thank", "thanks", "cheers", "great thanks", "got it", "okay"],
  "xoa-du-lieu": ["delete * data/information/account", "erase", "remove my data/information/account", "forget me"],
  "du-lieu": [
    "my data",
    "data * about me",
    "information * about me",
    "know about me",
    "privacy",
    "personal data/information",
  ],
};
