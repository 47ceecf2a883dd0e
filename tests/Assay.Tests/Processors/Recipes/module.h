/* What the recipes share: the few declarations of Python's C interface that they use (Include/moduleobject.h of CPython 3.11, 64-bit, with the lock), so that
   no headers of Python are wanted, and work for vector units that no compiler can do beforehand. */
typedef struct { long references; void *type; void *(*init)(void); long index; void *copy; const char *name, *doc; long size; void *methods, *slots, *traverse, *clear, *free; } Definition;
typedef struct { const char *name; void *(*call)(void *, void *); int flags; const char *doc; } Method;
typedef struct { int id; void *value; } Slot;
#ifdef __cplusplus
extern "C" {
#endif
void *PyModule_Create2(Definition *, int);
void *PyModuleDef_Init(Definition *);
void *PyLong_FromLong(long);
#ifdef __cplusplus
}
#define EXPORT extern "C" __attribute__((visibility("default")))
#else
#define EXPORT __attribute__((visibility("default")))
#endif

static int a[256] __attribute__((aligned(64)));
static float f[256] __attribute__((aligned(64)));

/* The compiler must believe that the arrays are used and can be anything. */
#define SEEN(array) __asm__ volatile("" : : "r"(array) : "memory")
#define WORK do { SEEN(a); for (int i = 0; i < 256; i++) a[i] = a[i] * 7 + 3; SEEN(a); } while (0)
#define FLOATS do { SEEN(f); for (int i = 0; i < 256; i++) f[i] = f[i] * f[i] + 1; SEEN(f); } while (0)

static Definition definition __attribute__((unused)) = { 1, 0, 0, 0, 0, "m", 0, 0, 0, 0, 0, 0, 0 };
#define CREATE PyModule_Create2(&definition, 1013)
#define MODULE2(name) PyInit_##name
#define MODULE1(name) MODULE2(name)
/* NAME is given on the command line of the compiler. */
#define INIT EXPORT void *MODULE1(NAME)(void)
