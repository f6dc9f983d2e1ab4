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
    "noise bar next door every night day days week hour minute minutes loud smell smells dirty taste tastes broken don t s m re ll ve ain doesn didn isn aren won couldn any about channel menu up out hamlet village cut outage sewage smoke coming again been my mine over near next last week " +
    "month year because just now very please can cant couldnt wont someone anyone everyone everything something nothing " +
    "work working works license permit school teacher children kids wife husband mother father son daughter brother sister " +
    "friend boat bridge flooded burning bleeding breathing breathe stolen robbed thief snake dog bite beach island garbage " +
    "motorbike crash crashed fell broke broken closed opened late early free clean water supply internet wifi doctor " +
    "medicine vaccine covid test result results letter sign stamp copy translate translation foreign citizen vietnamese"
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
    "fell on/into/off",
    "tree fell",
    "bleeding",
    "choking",
    "smoke * from/coming",
    "full of smoke",
    "explod",
    "crash * hurt/injured/bleeding",
    "people are hurt",
    "is hurt/bleeding/dying/choking",
    "not wake/waking up",
    "with a knife/gun",
    "swept away",
    "fire",
    "flood water",
    "water * in my house",
    "stuck * roof",
    "snake bite",
    "bitten by",
    "need a doctor/ambulance",
    "burning",
    "broken leg/arm",
    "stroke",
    "following me",
    "can't/cant/cannot breathe/breath",
    "can t breathe/breath",
    "sinking",
    "capsized",
    "landslide",
    "explosion",
    "stabbed",
    "rape/raped",
    "suicide",
    "kidnapped",
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
    "no more messages/texts/news/sms",
    "don't/dont/not text/message/spam/bother/disturb",
    "don t text/message/send/spam/bother/disturb/want",
    "don tôi text/message/send/spam/bother/disturb/want",
    "don't/dont/not send",
    "don't/dont/not want * messages/news",
    "not want to receive",
    "cancel * subscription/messages/texts/notifications",
    "don * want/wish/need * receive/messages/texts/sms/news",
    "no longer want/wish/need",
    "not contact/call/bother/disturb",
    "don * contact/call/bother/disturb",
    "take me/my off",
    "take my * off",
    "no more please",
    "unfollow",
    "remove me",
    "remove my number/phone/name",
    "remove this number",
    "delete my number * list",
    "take me off",
    "leave me alone",
    "turn off",
  ],
  nhan: [
    "get/have/receive/send * news/messages/updates/texts again",
    "news again",
    "get/have messages/news/them again",
    "messages again",
    "turn * on again",
    "turn * back on",
    "turn on * again/messages/news",
    "resubscribe",
    "subscribe",
    "resume",
    "send * again",
    "receive * again",
    "start again",
    "start sending",
  ],
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
