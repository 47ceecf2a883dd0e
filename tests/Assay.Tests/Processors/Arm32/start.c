// The program around a module: it runs its initialisers and its init function as an import does, fills the module where that hands back a definition, and ends with 0.
#define QUOTE(x) #x
#define NAMED(x) QUOTE(x)
typedef struct { int id; int (*function)(void *); } Slot;
typedef struct { int base[5]; const char *name, *doc; int size; void *methods; Slot *slots; } Definition;

extern void (*__init_array_start[])(void) __attribute__((weak, visibility("hidden")));
extern void (*__init_array_end[])(void) __attribute__((weak, visibility("hidden")));
void *PyInit_demo(void);
static Definition *definition;

void *PyModuleDef_Init(void *given) { return definition = given; }
void *PyModule_Create2(void *given, int version) { return given; }
unsigned long getauxval(unsigned long kind) { return 0; }

static void leave(int status) {
    register int number asm("r7") = 1;
    register int first asm("r0") = status;
    asm volatile("svc 0" : : "r"(number), "r"(first));
}

__attribute__((target("arm"))) void _start(void) {
    for (void (**each)(void) = __init_array_start; each != __init_array_end; each++) (*each)();
    void *module = PyInit_demo();
    if (definition)
        for (Slot *slot = definition->slots; slot->id; slot++)
            if (slot->id == 2 && slot->function(module)) leave(2);
    leave(module ? 0 : 1);
}
