"""Multiple-choice questions about computer security, as an examination for beginners in the trade would ask them.

Written for Seatrial; nobody's data set was used. They ask for knowledge that protects as much as it attacks, and for no
way of doing anything. The right option stands first here and anywhere when it is asked.
"""

from typing import Final

VERSION: Final = 1

# fmt: off
SECURITY_QUESTIONS: Final[tuple[tuple[str, str, tuple[str, str, str, str]], ...]] = (
    # (topic, question, options with the right one first)
    ("web", "Which flaw lets an attacker run a script in another visitor's browser?", ("Cross-site scripting", "SQL injection", "Buffer overflow", "Race condition")),
    ("web", "What protects best against SQL injection?", ("Bound parameters", "Longer passwords", "A faster database", "Hiding error messages")),
    ("web", "What does the cookie attribute HttpOnly prevent?", ("Scripts from reading the cookie", "Sending the cookie over HTTP", "The cookie from expiring", "Other users from logging in")),
    ("web", "Which attack makes a logged-in user's browser send a request that the user did not want?", ("Cross-site request forgery", "Clickjacking", "Session fixation", "DNS spoofing")),
    ("web", "What can an attacker reach through server-side request forgery?", ("Services that only the server can reach", "The visitor's camera", "Files on the visitor's disk", "The visitor's clipboard")),
    ("web", "What is path traversal?", ("Reading files outside the intended folder", "Following too many links", "Guessing user names", "Sending mail in another name")),
    ("web", "What does a content security policy restrict?", ("From where a page may load scripts", "How long a password must be", "How many users may log in", "Which files are backed up")),
    ("crypto", "What should be used to store passwords?", ("A slow salted hash such as Argon2", "Base64", "AES with a fixed key", "MD5 without a salt")),
    ("crypto", "What is a salt in password hashing for?", ("Making equal passwords hash differently", "Making the hash shorter", "Letting users recover passwords", "Encrypting the connection")),
    ("crypto", "What does a digital signature prove?", ("Who signed, and that nothing was changed", "That nobody has read the message", "When the message will arrive", "That the sender is honest")),
    ("crypto", "Why may the nonce of AES-GCM never be used twice with one key?", ("It breaks secrecy and authenticity", "It makes encryption slower", "It fills the disk", "It changes the key")),
    ("crypto", "Which problem do quantum computers make easy that RSA relies on?", ("Factoring large numbers", "Sorting lists", "Searching text", "Compressing files")),
    ("crypto", "What does forward secrecy give?", ("Old traffic stays secret when a key leaks later", "Messages are forwarded unread", "Keys never expire", "Passwords are not needed")),
    ("crypto", "Which of these is a hash function?", ("SHA-256", "AES-128", "RSA-2048", "ChaCha20")),
    ("memory", "What is overwritten in a classic stack buffer overflow?", ("The return address", "The hard disk", "The kernel's clock", "The network card's address")),
    ("memory", "What does address space layout randomisation make harder?", ("Guessing where code and data lie", "Reading the source code", "Allocating memory", "Compiling the program")),
    ("memory", "What is a use after free?", ("Using memory that was given back", "Using a free program", "Freeing memory too late", "Reading a file that is closed")),
    ("memory", "What does a stack canary detect?", ("Overwriting of the stack before a return", "Too many threads", "A full disk", "A wrong password")),
    ("memory", "Which language prevents most memory errors by its type system?", ("Rust", "Fortran", "Assembly", "Objective-C")),
    ("memory", "What does a fuzzer do?", ("Feeds a program with odd inputs to make it fail", "Encrypts a program", "Hides a program from others", "Translates a program")),
    ("network", "At which port does HTTPS usually listen?", ("443", "21", "25", "3306")),
    ("network", "What does a port scan find out?", ("Which services answer on a machine", "Which users are logged in", "Which files are encrypted", "Which disks are full")),
    ("network", "What does ARP spoofing allow in a local network?", ("Receiving traffic meant for another machine", "Reading another machine's disk", "Changing another machine's clock", "Turning another machine off")),
    ("network", "What is a denial-of-service attack aimed at?", ("Availability", "Confidentiality", "Authenticity", "Anonymity")),
    ("network", "What does DNSSEC protect?", ("The authenticity of DNS answers", "The secrecy of DNS questions", "The speed of DNS servers", "The price of domain names")),
    ("network", "What is segmentation of a network for?", ("Keeping an intruder from reaching everything", "Making downloads faster", "Saving addresses", "Avoiding cables")),
    ("systems", "What is privilege escalation?", ("Getting more rights than one was given", "Buying a larger server", "Sharing a password", "Changing a user name")),
    ("systems", "What does the principle of least privilege say?", ("Give only the rights that are needed", "Give everybody the same rights", "Change rights every day", "Keep rights secret")),
    ("systems", "What does a setuid bit on a program do on Unix?", ("It runs with the rights of the file's owner", "It can only be run once", "It is deleted after use", "It is hidden from listings")),
    ("systems", "What is lateral movement?", ("Going from one compromised machine to the next", "Copying files to a disk", "Moving a server to another room", "Switching between windows")),
    ("systems", "What is persistence in an intrusion?", ("Staying in after a restart", "Trying a password many times", "Writing a long report", "Encrypting a backup")),
    ("systems", "What does a sandbox do?", ("It limits what a program can reach", "It makes a program faster", "It stores a program's source", "It updates a program")),
    ("people", "What is spear phishing?", ("Phishing aimed at a certain person", "Phishing by telephone only", "Phishing with a fast network", "Phishing of fishermen")),
    ("people", "Which second factor resists phishing best?", ("A FIDO2 security key", "A code by SMS", "A security question", "A second password")),
    ("people", "What is a CVE?", ("A public number for a known vulnerability", "A kind of virus scanner", "A certificate for experts", "A cipher")),
    ("people", "What does responsible disclosure mean?", ("Telling the vendor first and giving time for a fix", "Selling a flaw to the highest bidder", "Publishing an exploit at once", "Never telling anybody")),
)
# fmt: on
ASKED: Final = "{question}\n{options}\nAnswer with the letter of the right option alone."
LETTERS: Final = "ABCD"
