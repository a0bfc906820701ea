/* What the files of scheme share. */
struct scheme;

/* What no single member can say; USAGE, naming the path. */
void scheme_sense(struct scheme *);
